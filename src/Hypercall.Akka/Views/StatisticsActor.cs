using Akka.Actor;
using Hypercall.Views.Statistics;

namespace Hypercall.Actors.Views;

/// <summary>Statistics of a partition: counts, trades and volumes, to who asks.</summary>
public sealed class StatisticsActor : PartitionView
{
    private readonly StatisticsView _view;

    private StatisticsActor(ViewSettings settings, IActorRef region, StatisticsView view)
        : base(settings, region, view, "statistics") => _view = view;

    /// <summary>How to make one.</summary>
    /// <param name="settings">What it shows.</param>
    /// <param name="region">Takes the partition's messages.</param>
    public static Props Props(ViewSettings settings, IActorRef region) => Akka.Actor.Props.CreateBy(
        new ViewProducer(typeof(StatisticsActor), () => new StatisticsActor(settings, region, new StatisticsView())));

    /// <inheritdoc/>
    private protected override IReadOnlyCollection<IActorRef> Subscribers => [];

    /// <inheritdoc/>
    private protected override void FanOut()
    {
    }

    /// <inheritdoc/>
    private protected override void TakeRequest(object message)
    {
        if (message is QueryStatistics)
            Sender.Tell(_view.Snapshot());
        else
            Unhandled(message);
    }

    /// <inheritdoc/>
    private protected override void Forget(IActorRef subscriber)
    {
    }
}
