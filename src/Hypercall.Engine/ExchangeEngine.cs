using Hypercall.Engine.Commands;
using Hypercall.Engine.Numerics;
using Hypercall.Engine.Outcomes;
using Hypercall.Engine.Rules;
using Hypercall.Engine.State;

namespace Hypercall.Engine;

/// <summary>
/// The pure core: apply(state, command) gives the next state, the events and the hash. Single-threaded, no I/O, no
/// clock; equal commands give equal states on every machine. A host feeds it sequenced envelopes and must not use it
/// from two threads at once.
/// </summary>
public sealed partial class ExchangeEngine
{
    /// <summary>An engine that has applied nothing, with the default rules.</summary>
    public ExchangeEngine(EngineOptions? options = null) => throw new NotSupportedException();

    /// <summary>Sequence of the last applied command, 0 at first.</summary>
    public long Sequence => throw new NotSupportedException();

    /// <summary>Time of the last applied command, ms since the epoch.</summary>
    public long TimestampMs => throw new NotSupportedException();

    /// <summary>Hash after the last applied command.</summary>
    public Hash256 Hash => throw new NotSupportedException();

    /// <summary>The rules in force.</summary>
    public RuleSet Rules => throw new NotSupportedException();

    /// <summary>
    /// The earliest instant (ms since the epoch) at which time alone would change something, or null. Always later
    /// than <see cref="TimestampMs"/>.
    /// </summary>
    public long? NextDeadlineMs => throw new NotSupportedException();

    /// <summary>
    /// Applies one command. Total: every envelope yields an outcome.
    /// </summary>
    /// <returns>A view that holds until the next Apply.</returns>
    /// <exception cref="EngineInvariantException">A defect of the engine; the instance must not be used again.</exception>
    public ApplyOutput Apply(in CommandEnvelope envelope) => throw new NotSupportedException();

    /// <summary>
    /// Consumes the sequence and time of an envelope whose command the operator skips (runtime.md §2): outcome
    /// Skipped, nothing else happens.
    /// </summary>
    public ApplyOutput ApplySkipped(in CommandEnvelope envelope) => throw new NotSupportedException();

    /// <summary>SHA-256 of every component's canonical content, computed from the whole state.</summary>
    public EngineStateDigest ComputeDigest() => throw new NotSupportedException();

    /// <summary>The whole state in the canonical encoding.</summary>
    public byte[] Snapshot() => throw new NotSupportedException();

    /// <summary>An engine from a snapshot's bytes.</summary>
    /// <returns>Null, with what is wrong and where in <paramref name="error"/>, for bytes that are no snapshot.</returns>
    public static ExchangeEngine? Restore(ReadOnlySpan<byte> snapshot, EngineOptions? options, out string? error) =>
        throw new NotSupportedException();

    /// <summary>Checks the whole state (engine.md §6).</summary>
    /// <exception cref="EngineInvariantException">An invariant does not hold.</exception>
    public void CheckInvariants() => throw new NotSupportedException();

    /// <summary>A readable copy of the state.</summary>
    public EngineView View() => throw new NotSupportedException();
}
