using Hypercall.Views.Events;
using Hypercall.Views.Folds;
using Hypercall.Views.Liquidations;
using Hypercall.Views.MarketData;

namespace Hypercall.Actors.Views;

/// <summary>Every event of a partition, one by one, to a gateway that tells them on.</summary>
/// <param name="markets">The feed's market data: what a subscriber gets first.</param>
/// <param name="liquidations">The feed's liquidations, for the same.</param>
/// <param name="context">The feed's, to watch subscribers.</param>
internal sealed class EventFeed(MarketDataView markets, LiquidationsView liquidations, IActorContext context)
    : IFeedView
{
    private readonly EventCollector _collector = new();
    private readonly HashSet<IActorRef> _subscribers = [];

    public IOutcomeFold Fold => _collector;

    public IReadOnlyCollection<IActorRef> Subscribers => _subscribers;

    public void Begin(FeedStart start) => _collector.Prime(start.State);

    public void FanOut(IActorRef feed)
    {
        if (_subscribers.Count == 0)
            return;
        var published = new EventsPublished(_collector.LastSequence, _collector.Take());
        foreach (IActorRef subscriber in _subscribers)
            subscriber.Tell(published, feed);
    }

    public bool TryTake(object message, IActorRef sender, IActorRef feed, FeedStatus status)
    {
        if (message is not SubscribeEvents)
            return false;
        if (_subscribers.Add(sender))
            context.Watch(sender);
        _collector.IsWanted = true;
        sender.Tell(Content(status), feed);
        return true;
    }

    public void Forget(IActorRef subscriber)
    {
        _subscribers.Remove(subscriber);
        _collector.IsWanted = _subscribers.Count > 0;
    }

    private EventsSubscribed Content(FeedStatus status) => new(
        _collector.LastSequence,
        status,
        [.. markets.Symbols.Select(symbol => markets.Snapshot(symbol)!)],
        liquidations.Snapshot());
}
