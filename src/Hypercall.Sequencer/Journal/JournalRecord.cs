using Hypercall.Engine.Domain;

namespace Hypercall.Sequencer.Journal;

/// <summary>
/// One row of the journal, decoded (runtime.md §2). A record is written before the one ahead of it is applied, so the
/// applied sequence and hash are those of the last applied command at that moment: replay compares them with its own.
/// Times stand in the payload, each in its envelope.
/// </summary>
public sealed record JournalRecord
{
    /// <summary>The version this code writes.</summary>
    public const byte CurrentFormatVersion = 1;

    /// <summary>What the record is.</summary>
    public required JournalRecordKind Kind { get; init; }

    /// <summary>The engine whose journal this is.</summary>
    public required string EngineId { get; init; }

    /// <summary>Epoch of the owner that wrote it; 0 in the header.</summary>
    public long Epoch { get; init; }

    /// <summary>Sequence of the first command; of the next one where the record has none.</summary>
    public long FirstSequence { get; init; } = 1;

    /// <summary>Commands in the payload.</summary>
    public int Count { get; init; }

    /// <summary>Version of the rules as of <see cref="AppliedSequence"/>.</summary>
    public int RulesVersion { get; init; }

    /// <summary>Last command that was applied when the record was written.</summary>
    public long AppliedSequence { get; init; }

    /// <summary>State hash after it.</summary>
    public Hash256 AppliedHash { get; init; }

    /// <summary>Where times come from; of the header only.</summary>
    public TimeSource TimeSource { get; init; }

    /// <summary>What the journal is filled from; of the header only.</summary>
    public JournalOrigin? Origin { get; init; }

    /// <summary>Who became the owner; of EngineStarted only.</summary>
    public string HostId { get; init; } = string.Empty;

    /// <summary>
    /// The encoded envelopes, one after the other, each with its length before it; a slice of the bytes decoded.
    /// </summary>
    public ReadOnlyMemory<byte> Payload { get; init; }

    /// <summary>Sequence of the last command, or of the one before the record where it has none.</summary>
    public long LastSequence => FirstSequence + Count - 1;
}
