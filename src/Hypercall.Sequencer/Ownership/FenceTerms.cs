using Hypercall.Sequencer.Live;

namespace Hypercall.Sequencer.Ownership;

/// <summary>What a host knows from others when it is about to fence (runtime.md §5).</summary>
public sealed record FenceTerms
{
    /// <summary>How far anybody had seen the journal go before its recovery began; null: nobody had.</summary>
    public JournalMark? Seen { get; init; }

    /// <summary>
    /// How far anybody has seen it go by now. What goes beyond the recovery was written while that read, or is lost: it
    /// must read again to know.
    /// </summary>
    public JournalMark? SeenSince { get; init; }

    /// <summary>An operator accepts that what was seen beyond the journal's end is lost.</summary>
    public bool AcceptsLoss { get; init; }

    /// <summary>
    /// What a recovery before this one found lost, by a snapshot that it refused for it; null: nothing. Counts where an
    /// operator accepts a loss.
    /// </summary>
    public string? FoundLost { get; init; }

    /// <summary>When the clocks were last compared with others'; null: they were not.</summary>
    public HostTime? ClockComparedAt { get; init; }

    /// <summary>
    /// Others agree with this host's wall clock. Then a journal whose last time is ahead of it was stamped by a wrong
    /// clock, and keeps nobody out: times stand still until the right one has caught up.
    /// </summary>
    public bool ClockIsConfirmed { get; init; }
}
