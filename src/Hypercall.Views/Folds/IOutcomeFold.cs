namespace Hypercall.Views.Folds;

/// <summary>
/// A view's content: a pure fold over outcomes, each sequence once and in order (a <see cref="Feed.ViewFeed"/> sees to
/// that). Not thread-safe.
/// </summary>
public interface IOutcomeFold
{
    /// <summary>Sequence of the last outcome folded, or of the state it was primed from; 0 at first.</summary>
    long LastSequence { get; }

    /// <summary>Folds the next outcome.</summary>
    /// <exception cref="ArgumentException">
    /// Not the next sequence, or an event kind that this fold does not know.
    /// </exception>
    void Apply(ApplyOutput outcome);

    /// <summary>
    /// Replaces the content by what a state says, so that a view can start at a snapshot. What a state does not hold
    /// (past trades, fills, counts) starts empty there.
    /// </summary>
    void Prime(EngineView state);
}
