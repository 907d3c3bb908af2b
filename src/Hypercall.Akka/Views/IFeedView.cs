using Hypercall.Views.Folds;

namespace Hypercall.Actors.Views;

/// <summary>A fold plugged into a partition's feed, and who subscribed to what of it.</summary>
internal interface IFeedView
{
    /// <summary>What the feed gives outcomes to.</summary>
    IOutcomeFold Fold { get; }

    /// <summary>Everybody subscribed.</summary>
    IReadOnlyCollection<IActorRef> Subscribers { get; }

    /// <summary>Replaces the content by that of a snapshot.</summary>
    void Begin(FeedStart start);

    /// <summary>Tells subscribers what has changed.</summary>
    /// <param name="feed">The feed, as sender.</param>
    void FanOut(IActorRef feed);

    /// <summary>Takes a request of this view's own kind.</summary>
    /// <param name="message">The request.</param>
    /// <param name="sender">Who asks.</param>
    /// <param name="feed">The feed, as sender of the answer.</param>
    /// <param name="status">How the feed stands.</param>
    /// <returns>False: it is another view's.</returns>
    bool TryTake(object message, IActorRef sender, IActorRef feed, FeedStatus status);

    /// <summary>A subscriber has ended.</summary>
    void Forget(IActorRef subscriber);
}
