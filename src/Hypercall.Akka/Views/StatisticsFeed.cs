using Akka.Actor;
using Hypercall.Views.Feed;
using Hypercall.Views.Folds;
using Hypercall.Views.Statistics;

namespace Hypercall.Actors.Views;

/// <summary>Statistics of a partition: counts, trades and volumes, to who asks.</summary>
internal sealed class StatisticsFeed : IFeedView
{
    private readonly StatisticsView _view = new();

    public IOutcomeFold Fold => _view;

    public IReadOnlyCollection<IActorRef> Subscribers => [];

    public void Begin(FeedStart start) => _view.Prime(start.State);

    public void FanOut(IActorRef feed)
    {
    }

    public bool TryTake(object message, IActorRef sender, IActorRef feed, FeedStatus status)
    {
        if (message is not QueryStatistics)
            return false;
        sender.Tell(_view.Snapshot(), feed);
        return true;
    }

    public void Forget(IActorRef subscriber)
    {
    }
}
