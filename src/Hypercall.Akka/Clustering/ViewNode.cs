using System.Diagnostics.Metrics;
using Akka.Actor;
using Hypercall.Actors.Follower;
using Hypercall.Actors.Metrics;
using Hypercall.Actors.Views;

namespace Hypercall.Actors.Clustering;

/// <summary>
/// What a view node runs: per partition the three views and the follower, under <c>/user/hypercall-views</c>, named
/// <c>market-</c>, <c>portfolio-</c>, <c>statistics-</c> and <c>follower-</c> with the partition's name. One that
/// throws is made anew, with an empty content that it fetches.
/// </summary>
internal sealed class ViewNode : UntypedActor
{
    /// <summary>Name of the actor.</summary>
    public const string Name = "hypercall-views";

    private static readonly TimeSpan RestartWindow = TimeSpan.FromMinutes(1);
    private const int MostRestarts = 10;

    private readonly ClusterSettings _settings;
    private readonly IActorRef _region;
    private readonly Meter _meter;

    public ViewNode(ClusterSettings settings, IActorRef region, Meter meter)
    {
        _meter = meter;
        _settings = settings;
        _region = region;
    }

    public static Props Props(ClusterSettings settings, IActorRef region, Meter meter) =>
        Akka.Actor.Props.Create(() => new ViewNode(settings, region, meter));

    protected override SupervisorStrategy SupervisorStrategy() =>
        new OneForOneStrategy(MostRestarts, RestartWindow, _ => Directive.Restart);

    protected override void PreStart()
    {
        foreach (string partition in _settings.Partitions)
            Start(partition);
    }

    protected override void OnReceive(object message) => Unhandled(message);

    private void Start(string partition)
    {
        var views = new ViewSettings
        {
            Partition = _settings.PartitionSettings(partition),
            Metrics = kind => new ViewMetrics(_meter, partition, kind),
        };
        string name = Uri.EscapeDataString(partition);
        Context.ActorOf(MarketDataActor.Props(views, _region), "market-" + name);
        Context.ActorOf(PortfolioActor.Props(views, _region), "portfolio-" + name);
        Context.ActorOf(StatisticsActor.Props(views, _region), "statistics-" + name);
        Context.ActorOf(
            PartitionFollower.Props(new FollowerSettings { Partition = views.Partition }), "follower-" + name);
    }
}
