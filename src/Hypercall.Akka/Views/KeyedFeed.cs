using Hypercall.Views.Folds;

namespace Hypercall.Actors.Views;

/// <summary>
/// A view whose subscribers hear of what they named by a key: markets by symbol, portfolios by wallet. What it is keyed
/// by and how it is told is all that a view of this kind says itself.
/// </summary>
/// <param name="fold">What the feed gives outcomes to.</param>
/// <param name="context">The feed's, to watch subscribers.</param>
internal abstract class KeyedFeed<TKey, TChange>(IOutcomeFold fold, IActorContext context) : IFeedView
    where TKey : notnull
    where TChange : notnull
{
    private readonly SubscriberTable<TKey> _subscribers = new(context);

    public IOutcomeFold Fold => fold;

    public IReadOnlyCollection<IActorRef> Subscribers => _subscribers.All;

    public abstract void Begin(FeedStart start);

    /// <summary>What has changed since it was taken last.</summary>
    protected abstract IReadOnlyList<TChange> TakeChanges();

    protected abstract TKey KeyOf(TChange change);

    /// <summary>The answer to a subscription: what there is under the key now.</summary>
    protected abstract object Content(TKey key, FeedStatus status);

    public void FanOut(IActorRef feed)
    {
        foreach (TChange change in TakeChanges())
            _subscribers.Tell(KeyOf(change), change, feed);
    }

    public bool TryTake(object message, IActorRef sender, IActorRef feed, FeedStatus status)
    {
        if (message is not ISubscribe<TKey> subscribe)
            return false;
        _subscribers.Add(subscribe.Key, sender);
        sender.Tell(Content(subscribe.Key, status), feed);
        return true;
    }

    public void Forget(IActorRef subscriber) => _subscribers.Forget(subscriber);
}
