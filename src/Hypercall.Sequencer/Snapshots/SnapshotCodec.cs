using System.Security.Cryptography;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Shapes;

namespace Hypercall.Sequencer.Snapshots;

/// <summary>
/// Encoding of snapshots: canonical, versioned; a description, the state's length, a SHA-256 of description and state,
/// then the state. Decoding is total.
/// </summary>
public static class SnapshotCodec
{
    /// <summary>The snapshot's bytes.</summary>
    public static byte[] Encode(EngineSnapshot snapshot)
    {
        var writer = new CanonicalWriter(1024);
        var output = new CanonicalOutput(writer);
        EngineSnapshot.Walk(ref output, snapshot, out _);
        ReadOnlySpan<byte> description = writer.Written;
        ReadOnlySpan<byte> state = snapshot.State.Span;
        byte[] bytes = new byte[description.Length + Hash256.Length + state.Length];
        description.CopyTo(bytes);
        state.CopyTo(bytes.AsSpan(description.Length + Hash256.Length));
        Checksum(description, state).CopyTo(bytes.AsSpan(description.Length));
        return bytes;
    }

    /// <summary>Reads a snapshot and checks its SHA-256; the state itself is not decoded. Never throws.</summary>
    /// <param name="bytes">Exactly one snapshot.</param>
    /// <param name="snapshot">The snapshot, or null.</param>
    /// <param name="error">What is wrong and where, or null.</param>
    public static bool TryDecode(ReadOnlyMemory<byte> bytes, out EngineSnapshot? snapshot, out string? error)
    {
        snapshot = null;
        var reader = new CanonicalReader(bytes.Span);
        EngineSnapshot read = EngineSnapshot.Walk(ref reader, EngineSnapshot.Blank, out long stateLength);
        int descriptionLength = reader.Position;
        Hash256 checksum = reader.ReadHash();
        if (!reader.Failed && stateLength != reader.Remaining)
            reader.Fail($"a state of {stateLength} bytes, but {reader.Remaining}");
        error = reader.Error;
        if (error is not null)
            return false;
        ReadOnlyMemory<byte> state = bytes[reader.Position..];
        if (Checksum(bytes.Span[..descriptionLength], state.Span) != checksum)
        {
            error = "the SHA-256 is wrong";
            return false;
        }

        snapshot = read with { State = state };
        return true;
    }

    private static Hash256 Checksum(ReadOnlySpan<byte> description, ReadOnlySpan<byte> state)
    {
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        sha.AppendData(description);
        sha.AppendData(state);
        return Hash256.FromBytes(sha.GetHashAndReset());
    }
}
