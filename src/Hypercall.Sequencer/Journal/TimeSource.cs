namespace Hypercall.Sequencer.Journal;

/// <summary>
/// Where a journal's times come from, fixed in its first record; the values are part of its encoding.
/// </summary>
public enum TimeSource : byte
{
    /// <summary>The host's wall clock, stamped at Offer and never below the last.</summary>
    Clock = 0,

    /// <summary>
    /// Each submission's own time, unclamped; one below the last is answered OutOfOrder (replay, tests).
    /// </summary>
    Submission = 1,
}
