using Hypercall.Views.Events;
using Hypercall.Views.Folds;
using Hypercall.Views.Liquidations;
using Hypercall.Views.MarketData;
using Hypercall.Views.Portfolio;
using Hypercall.Views.Statistics;

namespace Hypercall.Actors.Views;

/// <summary>The views themselves, folds over the feed's outcomes, and who hears of what they hold.</summary>
internal sealed partial class PartitionFeed
{
    private readonly MarketDataView _markets = new();
    private readonly PortfolioView _portfolios = new();
    private readonly StatisticsView _statistics = new();
    private readonly LiquidationsView _liquidations = new();
    private readonly EventCollector _events = new();
    private readonly OutcomeFold[] _folds;
    private readonly SubscriberTable<string> _ofMarkets = new(Context);
    private readonly SubscriberTable<WalletAddress> _ofWallets = new(Context);
    private readonly HashSet<IActorRef> _ofEvents = [];

    private void ReceiveQueries(ViewFeed feed)
    {
        Receive<SubscribeMarket>(subscribe => Subscribe(subscribe.Symbol, feed.Status));
        Receive<SubscribeWallet>(subscribe => Subscribe(subscribe.Wallet, feed.Status));
        Receive<SubscribeEvents>(_ => SubscribeToEvents(feed.Status));
        Receive<QueryStatistics>(_ => Sender.Tell(_statistics.Snapshot()));
        Receive<QueryLiquidations>(_ => Sender.Tell(_liquidations.Snapshot()));
    }

    private void Subscribe(string symbol, FeedStatus status)
    {
        _ofMarkets.Add(symbol, Sender);
        Sender.Tell(new MarketSubscribed(symbol, status, _markets.LastSequence, _markets.Snapshot(symbol)));
    }

    private void Subscribe(WalletAddress wallet, FeedStatus status)
    {
        _ofWallets.Add(wallet, Sender);
        Sender.Tell(new WalletSubscribed(status, _portfolios.Snapshot(wallet)));
    }

    private void SubscribeToEvents(FeedStatus status)
    {
        if (_ofEvents.Add(Sender))
            Context.Watch(Sender);
        _events.IsWanted = true;
        Sender.Tell(new EventsSubscribed(
            _events.LastSequence,
            status,
            [.. _markets.Symbols.Select(symbol => _markets.Snapshot(symbol)!)],
            _liquidations.Snapshot()));
    }

    private void Forget(IActorRef subscriber)
    {
        _ofMarkets.Forget(subscriber);
        _ofWallets.Forget(subscriber);
        _ofEvents.Remove(subscriber);
        _events.IsWanted = _ofEvents.Count > 0;
    }

    /// <summary>Replaces the content of all views by that of a snapshot.</summary>
    private void Prime(FeedStart start)
    {
        foreach (OutcomeFold fold in _folds)
            fold.Prime(start.State);
        _markets.PrimeListing(start.Listing);
    }

    void IViewFeedEffects.Apply(ApplyOutput outcome)
    {
        foreach (OutcomeFold fold in _folds)
            fold.Apply(outcome);
    }

    void IViewFeedEffects.Applied(long lastSequence)
    {
        foreach (MarketChange change in _markets.TakeChanges())
            _ofMarkets.Tell(change.Symbol, change, Self);
        foreach (PortfolioChange change in _portfolios.TakeChanges())
            _ofWallets.Tell(change.Wallet, change, Self);
        if (_ofEvents.Count == 0)
            return;
        var published = new EventsPublished(_events.LastSequence, _events.Take());
        foreach (IActorRef subscriber in _ofEvents)
            subscriber.Tell(published);
    }
}
