using Akka.Actor;
using Hypercall.Engine.Domain;
using Hypercall.Views.Portfolio;

namespace Hypercall.Actors.Views;

/// <summary>Portfolios of a partition: per wallet cash, positions, orders and the last fills, to who
/// subscribed.</summary>
public sealed class PortfolioActor : PartitionView
{
    private readonly PortfolioView _view;
    private readonly SubscriberTable<WalletAddress> _subscribers = new(Context);

    private PortfolioActor(ViewSettings settings, IActorRef region, PortfolioView view)
        : base(settings, region, view, "portfolio") => _view = view;

    /// <summary>How to make one.</summary>
    /// <param name="settings">What it shows.</param>
    /// <param name="region">Takes the partition's messages.</param>
    public static Props Props(ViewSettings settings, IActorRef region) => Akka.Actor.Props.CreateBy(
        new ViewProducer(typeof(PortfolioActor), () => new PortfolioActor(
            settings, region, new PortfolioView(settings.RecentItems))));

    /// <inheritdoc/>
    private protected override IReadOnlyCollection<IActorRef> Subscribers => _subscribers.All;

    /// <inheritdoc/>
    private protected override void FanOut()
    {
        foreach (PortfolioChange change in _view.TakeChanges())
            _subscribers.Tell(change.Wallet, change, Self);
    }

    /// <inheritdoc/>
    private protected override void TakeRequest(object message)
    {
        switch (message)
        {
            case SubscribeWallet subscribe:
                _subscribers.Add(subscribe.Wallet, Sender);
                Sender.Tell(new WalletSubscribed(Feed, _view.Snapshot(subscribe.Wallet)));
                break;
            case UnsubscribeWallet unsubscribe:
                _subscribers.Remove(unsubscribe.Wallet, Sender);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    /// <inheritdoc/>
    private protected override void Forget(IActorRef subscriber) => _subscribers.Forget(subscriber);
}
