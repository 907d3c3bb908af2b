namespace Hypercall.Sequencer.Ownership;

/// <summary>
/// How far somebody has seen a journal go: members of a cluster and followers remember the furthest and hand it to
/// whoever takes over, so that a journal that went back in time is recognised (runtime.md §5).
/// </summary>
/// <param name="Epoch">Highest epoch seen.</param>
/// <param name="Sequence">Highest sequence seen.</param>
/// <param name="Hash">State hash after it.</param>
public readonly record struct JournalMark(long Epoch, long Sequence, Hash256 Hash)
{
    /// <summary>The furthest of both: the highest epoch, and the highest sequence with its hash.</summary>
    public JournalMark Furthest(JournalMark other)
    {
        JournalMark further = other.Sequence > Sequence ? other : this;
        return further with { Epoch = Math.Max(Epoch, other.Epoch) };
    }
}
