using System.Collections.Immutable;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Events;

namespace Hypercall.Sequencer.Client;

/// <summary>The outcome of an executed command, as a client keeps it: a copy, free of the engine's buffers.</summary>
/// <param name="Sequence">The command's sequence; for OutOfOrder the one it did not get.</param>
/// <param name="TimestampMs">The command's time.</param>
/// <param name="Rejection">Default when accepted.</param>
/// <param name="OrderId">Order made or kept, if any.</param>
/// <param name="First">The first outcome, where this answers a repeated request id.</param>
/// <param name="Results">Outcomes of a bulk's actions; default where the command has none.</param>
/// <param name="Hash">State hash after the command.</param>
/// <param name="Encoded">
/// The outcome with its events in the canonical encoding, decoded on demand; may be empty.
/// </param>
public sealed record CommandOutcome(
    long Sequence,
    long TimestampMs,
    Rejection Rejection,
    long? OrderId,
    FirstOutcome? First,
    ImmutableArray<ActionResult> Results,
    Hash256 Hash,
    ReadOnlyMemory<byte> Encoded)
{
    /// <summary>True when the command was accepted.</summary>
    public bool Accepted => !Rejection.IsRejected;

    /// <summary>True when the request id had been seen before.</summary>
    public bool Duplicate => First is not null;

    /// <summary>Copies an output.</summary>
    /// <param name="output">The engine's view.</param>
    /// <param name="encoded">The encoded outcome to copy along; empty: none.</param>
    public static CommandOutcome Copy(ApplyOutput output, ReadOnlySpan<byte> encoded = default) => new(
        output.Sequence,
        output.TimestampMs,
        output.Rejection,
        output.OrderId,
        output.First,
        output.HasResults ? [.. output.Results] : default,
        output.Hash,
        encoded.IsEmpty ? default : encoded.ToArray());
}
