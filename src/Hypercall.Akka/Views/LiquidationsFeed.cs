using Akka.Actor;
using Hypercall.Views.Feed;
using Hypercall.Views.Folds;
using Hypercall.Views.Liquidations;

namespace Hypercall.Actors.Views;

/// <summary>Liquidations of a partition: stages, auctions and deleveragings, to who asks.</summary>
/// <param name="view">The fold.</param>
internal sealed class LiquidationsFeed(LiquidationsView view) : IFeedView
{
    public IOutcomeFold Fold => view;

    public IReadOnlyCollection<IActorRef> Subscribers => [];

    public void Begin(FeedStart start) => view.Prime(start.State);

    public void FanOut(IActorRef feed)
    {
    }

    public bool TryTake(object message, IActorRef sender, IActorRef feed, FeedStatus status)
    {
        if (message is not QueryLiquidations)
            return false;
        sender.Tell(view.Snapshot(), feed);
        return true;
    }

    public void Forget(IActorRef subscriber)
    {
    }
}
