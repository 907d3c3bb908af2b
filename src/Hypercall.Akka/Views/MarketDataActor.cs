using Akka.Actor;
using Hypercall.Views.MarketData;

namespace Hypercall.Actors.Views;

/// <summary>Market data of a partition: per symbol the book, the status and the last trades, to who
/// subscribed.</summary>
public sealed class MarketDataActor : PartitionView
{
    private readonly MarketDataView _view;
    private readonly SubscriberTable<string> _subscribers = new(Context);

    private MarketDataActor(ViewSettings settings, IActorRef region, MarketDataView view)
        : base(settings, region, view, "market") => _view = view;

    /// <summary>How to make one.</summary>
    /// <param name="settings">What it shows.</param>
    /// <param name="region">Takes the partition's messages.</param>
    public static Props Props(ViewSettings settings, IActorRef region) => Akka.Actor.Props.CreateBy(
        new ViewProducer(typeof(MarketDataActor), () => new MarketDataActor(
            settings, region, new MarketDataView(settings.RecentItems))));

    /// <inheritdoc/>
    private protected override IReadOnlyCollection<IActorRef> Subscribers => _subscribers.All;

    /// <inheritdoc/>
    private protected override void FanOut()
    {
        foreach (MarketChange change in _view.TakeChanges())
            _subscribers.Tell(change.Symbol, change, Self);
    }

    /// <inheritdoc/>
    private protected override void TakeRequest(object message)
    {
        switch (message)
        {
            case SubscribeMarket subscribe:
                _subscribers.Add(subscribe.Symbol, Sender);
                Sender.Tell(new MarketSubscribed(subscribe.Symbol, Feed, _view.Snapshot(subscribe.Symbol)));
                break;
            case UnsubscribeMarket unsubscribe:
                _subscribers.Remove(unsubscribe.Symbol, Sender);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    /// <inheritdoc/>
    private protected override void Forget(IActorRef subscriber) => _subscribers.Forget(subscriber);
}
