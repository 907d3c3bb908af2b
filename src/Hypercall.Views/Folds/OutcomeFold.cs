namespace Hypercall.Views.Folds;

/// <summary>
/// A view's content: a pure fold over outcomes, each sequence once and in order (a <see cref="Feed.ViewFeed"/> sees to
/// that). Not thread-safe.
/// </summary>
public abstract class OutcomeFold
{
    /// <summary>Who adds a kind decides for each view whether it is made of it.</summary>
    private const EventKind LastKnown = EventKind.Deleveraged;

    private protected OutcomeFold()
    {
    }

    /// <summary>Sequence of the last outcome folded, or of the state it was primed from; 0 at first.</summary>
    public long LastSequence { get; private set; }

    /// <summary>Folds the next outcome.</summary>
    /// <exception cref="ArgumentException">
    /// Not the next sequence, or an event kind that this fold does not know.
    /// </exception>
    public void Apply(ApplyOutput outcome)
    {
        if (outcome.Sequence != LastSequence + 1)
            throw new ArgumentException($"outcome {outcome.Sequence} does not follow {LastSequence}");
        Fold(outcome);
        LastSequence = outcome.Sequence;
    }

    /// <summary>
    /// Replaces the content by what a state says, so that a view can start at a snapshot. What a state does not hold
    /// (past trades, fills, counts) starts empty there.
    /// </summary>
    public void Prime(EngineView state)
    {
        BeginWith(state);
        LastSequence = state.Sequence;
    }

    private protected abstract void BeginWith(EngineView state);

    private protected virtual void Fold(ApplyOutput outcome)
    {
        for (int index = 0; index < outcome.Events.Count; index++)
            Fold(outcome, index);
    }

    /// <summary>Folds one event.</summary>
    private protected abstract void Fold(ApplyOutput outcome, int index);

    /// <summary>
    /// Passes over an event that a view is not made of; but one of a newer engine than the views were written for,
    /// left out, could falsify the view in silence, so the view stops.
    /// </summary>
    /// <exception cref="ArgumentException">A kind that is decided nowhere.</exception>
    internal static void PassOver(EventKind kind)
    {
        if (kind > LastKnown)
            throw new ArgumentException($"the view does not know event kind {kind}");
    }
}
