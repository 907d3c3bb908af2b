using Hypercall.Engine.Domain;
using Hypercall.Engine.State;

namespace Hypercall.Engine;

/// <summary>Snapshots, restoring and digests (engine.md §13).</summary>
public sealed partial class ExchangeEngine
{
    private readonly SnapshotWriter _snapshotWriter = new();

    /// <summary>The whole state in the canonical encoding.</summary>
    public byte[] Snapshot() => _snapshotWriter.Write(_state).ToArray();

    /// <summary>SHA-256 of every component's canonical content, computed from the whole state.</summary>
    public EngineStateDigest ComputeDigest() => SnapshotFormat.Digest(_snapshotWriter.Write(_state))!;

    /// <summary>
    /// The same digests from a snapshot's bytes, so that they can be had away from the engine's thread.
    /// </summary>
    /// <returns>Null for bytes that are not framed as a snapshot.</returns>
    public static EngineStateDigest? DigestSnapshot(ReadOnlySpan<byte> snapshot) => SnapshotFormat.Digest(snapshot);

    /// <summary>An engine from a snapshot's bytes, with its invariants checked.</summary>
    /// <returns>
    /// Null, with what is wrong and where in <paramref name="error"/>, for bytes that are no snapshot.
    /// </returns>
    public static ExchangeEngine? Restore(ReadOnlySpan<byte> snapshot, EngineOptions? options, out string? error)
    {
        try
        {
            if (SnapshotReader.Read(snapshot, out error) is not { } state)
                return null;
            var engine = new ExchangeEngine(state, options);
            engine.CheckInvariants();
            return engine;
        }
        catch (Exception exception) when (exception is EngineInvariantException or OverflowException)
        {
            error = $"snapshot content contradicts itself: {exception.Message}";
            return null;
        }
    }
}
