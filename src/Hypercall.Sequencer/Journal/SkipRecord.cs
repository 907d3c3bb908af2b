namespace Hypercall.Sequencer.Journal;

/// <summary>
/// An operator's control record, stored beside the journal and read before replay: the command of that sequence
/// becomes the rejected outcome Skipped (runtime.md §2).
/// </summary>
/// <param name="EngineId">The engine whose journal it is for.</param>
/// <param name="Sequence">The command to skip; it must be in the journal.</param>
/// <param name="Reason">Why, 1 to <see cref="MaxReasonBytes"/> bytes of UTF-8.</param>
public sealed record SkipRecord(string EngineId, long Sequence, string Reason)
{
    /// <summary>Most bytes of <see cref="Reason"/>.</summary>
    public const int MaxReasonBytes = 1024;

    /// <summary>What stands between a skip record's version and its checksum.</summary>
    internal static SkipRecord Walk<V>(ref V v, SkipRecord r)
        where V : struct, IByteFields, allows ref struct => new(
            v.Text("engine id", r.EngineId, 0, JournalRecordCodec.MaxIdBytes),
            v.Int64("sequence", r.Sequence),
            v.Text("reason", r.Reason, 0, MaxReasonBytes));
}
