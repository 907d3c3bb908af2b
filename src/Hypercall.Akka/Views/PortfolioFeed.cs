using Akka.Actor;
using Hypercall.Engine.Domain;
using Hypercall.Views.Feed;
using Hypercall.Views.Folds;
using Hypercall.Views.Portfolio;

namespace Hypercall.Actors.Views;

/// <summary>Portfolios of a partition: per wallet cash, positions, orders and the last fills, to who
/// subscribed.</summary>
/// <param name="recentFills">Fills kept per wallet.</param>
/// <param name="context">The feed's, to watch subscribers.</param>
internal sealed class PortfolioFeed(int recentFills, IActorContext context) : IFeedView
{
    private readonly PortfolioView _view = new(recentFills);
    private readonly SubscriberTable<WalletAddress> _subscribers = new(context);

    public IOutcomeFold Fold => _view;

    public IReadOnlyCollection<IActorRef> Subscribers => _subscribers.All;

    public void Begin(FeedStart start) => _view.Prime(start.State);

    public void FanOut(IActorRef feed)
    {
        foreach (PortfolioChange change in _view.TakeChanges())
            _subscribers.Tell(change.Wallet, change, feed);
    }

    public bool TryTake(object message, IActorRef sender, IActorRef feed, FeedStatus status)
    {
        switch (message)
        {
            case SubscribeWallet subscribe:
                _subscribers.Add(subscribe.Wallet, sender);
                sender.Tell(new WalletSubscribed(status, _view.Snapshot(subscribe.Wallet)), feed);
                return true;
            case UnsubscribeWallet unsubscribe:
                _subscribers.Remove(unsubscribe.Wallet, sender);
                return true;
            default:
                return false;
        }
    }

    public void Forget(IActorRef subscriber) => _subscribers.Forget(subscriber);
}
