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
}
