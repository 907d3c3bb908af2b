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

    private const long MaxSequence = long.MaxValue / 2;

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

    /// <summary>What stands between a record's first bytes, its kind among them, and its checksum.</summary>
    internal static JournalRecord Walk<V>(ref V v, JournalRecord r)
        where V : struct, IByteFields, allows ref struct
    {
        var record = new JournalRecord
        {
            Kind = r.Kind,
            EngineId = v.Text("engine id", r.EngineId, 0, JournalRecordCodec.MaxIdBytes),
            Epoch = v.Int64("epoch", r.Epoch, 0, MaxSequence),
            FirstSequence = v.Int64("first sequence", r.FirstSequence, 1, MaxSequence),
            Count = v.Count("command", r.Count, JournalRecordCodec.MaxCount, 0),
            RulesVersion = v.Int32("rules version", r.RulesVersion),
            AppliedSequence = v.Int64("applied sequence", r.AppliedSequence, 0, MaxSequence),
            AppliedHash = v.Hash("applied hash", r.AppliedHash),
        };
        return WalkRest(ref v, r, record);
    }

    private static JournalRecord WalkRest<V>(ref V v, JournalRecord r, JournalRecord record)
        where V : struct, IByteFields, allows ref struct
    {
        switch (r.Kind)
        {
            case JournalRecordKind.Header:
                return record with
                {
                    TimeSource = (TimeSource)v.Tag("time source", (byte)r.TimeSource, (byte)TimeSource.Submission),
                    Origin = JournalOrigin.Walk(ref v, r.Origin),
                };
            case JournalRecordKind.EngineStarted:
                return record with { HostId = v.Text("host id", r.HostId, 0, JournalRecordCodec.MaxIdBytes) };
            case JournalRecordKind.Commands:
                return record with { Payload = v.Rest("payload", r.Payload) };
            case JournalRecordKind.Seal:
                return record;
            default:
                v.Require(false, $"record kind {(byte)r.Kind} is unknown");
                return record;
        }
    }
}
