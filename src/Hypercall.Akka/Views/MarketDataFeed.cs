using Akka.Actor;
using Hypercall.Views.Feed;
using Hypercall.Views.Folds;
using Hypercall.Views.MarketData;

namespace Hypercall.Actors.Views;

/// <summary>Market data of a partition: per symbol the book, the status and the last trades, to who
/// subscribed.</summary>
/// <param name="recentTrades">Trades kept per symbol.</param>
/// <param name="context">The feed's, to watch subscribers.</param>
internal sealed class MarketDataFeed(int recentTrades, IActorContext context) : IFeedView
{
    private readonly MarketDataView _view = new(recentTrades);
    private readonly SubscriberTable<string> _subscribers = new(context);

    public IOutcomeFold Fold => _view;

    public IReadOnlyCollection<IActorRef> Subscribers => _subscribers.All;

    public void Begin(FeedStart start)
    {
        _view.Prime(start.State);
        _view.PrimeListing(start.Listing);
    }

    public void FanOut(IActorRef feed)
    {
        foreach (MarketChange change in _view.TakeChanges())
            _subscribers.Tell(change.Symbol, change, feed);
    }

    public bool TryTake(object message, IActorRef sender, IActorRef feed, FeedStatus status)
    {
        switch (message)
        {
            case SubscribeMarket subscribe:
                _subscribers.Add(subscribe.Symbol, sender);
                sender.Tell(new MarketSubscribed(subscribe.Symbol, status, _view.Snapshot(subscribe.Symbol)), feed);
                return true;
            case UnsubscribeMarket unsubscribe:
                _subscribers.Remove(unsubscribe.Symbol, sender);
                return true;
            default:
                return false;
        }
    }

    public void Forget(IActorRef subscriber) => _subscribers.Forget(subscriber);
}
