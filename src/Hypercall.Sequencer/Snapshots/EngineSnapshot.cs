using Hypercall.Engine.Domain;
using Hypercall.Sequencer.Journal;

namespace Hypercall.Sequencer.Snapshots;

/// <summary>
/// A snapshot, decoded (runtime.md §3): the whole state at a record boundary with what proves it. It carries
/// the journal's header too, so that recovery from it needs no record before it, and the sequences the operator had
/// skipped up to it.
/// </summary>
public sealed record EngineSnapshot
{
    /// <summary>The version this code writes.</summary>
    public const byte CurrentFormatVersion = 1;

    /// <summary>The engine.</summary>
    public required string EngineId { get; init; }

    /// <summary>Epoch of the owner that took it.</summary>
    public required long Epoch { get; init; }

    /// <summary>The last record it contains.</summary>
    public required long RecordNumber { get; init; }

    /// <summary>The last command it contains.</summary>
    public required long Sequence { get; init; }

    /// <summary>State hash after that command.</summary>
    public required Hash256 Hash { get; init; }

    /// <summary>The journal's time source.</summary>
    public required TimeSource TimeSource { get; init; }

    /// <summary>The journal's origin.</summary>
    public JournalOrigin? Origin { get; init; }

    /// <summary>Skipped sequences up to <see cref="Sequence"/>, ascending.</summary>
    public IReadOnlyList<long> Skipped { get; init; } = [];

    /// <summary>SHA-256 of each component, in the engine's order.</summary>
    public required IReadOnlyList<KeyValuePair<string, Hash256>> Digests { get; init; }

    /// <summary>The engine's state, canonical.</summary>
    public required ReadOnlyMemory<byte> State { get; init; }
}
