using System.Diagnostics.Metrics;
using Akka.Cluster.Tools.PublishSubscribe;
using Hypercall.Actors.Follower;
using Hypercall.Actors.Metrics;
using Hypercall.Actors.Views;

namespace Hypercall.Actors.Clustering;

/// <summary>
/// What a view node runs: per partition the feed of its views and the follower, under <c>/user/hypercall-views</c>. The
/// views are reached at <c>market-</c>, <c>portfolio-</c>, <c>statistics-</c> and <c>liquidations-</c> with the
/// partition's name, the follower at <c>follower-</c>. A feed or follower that throws is made anew after a pause, as
/// long as the node runs; so are both, and every other follower of the system, when an operator has accepted that what
/// they have seen of a journal is lost.
/// </summary>
internal sealed class ViewNode : ReceiveActor
{
    /// <summary>Name of the actor.</summary>
    public const string Name = "hypercall-views";

    private const string Feed = "feed-";
    private const string Follower = "follower-";

    private static readonly string[] Views = ["market", "portfolio", "statistics", "liquidations"];

    public ViewNode(
        IReadOnlyList<PartitionSettings> partitions, IActorRef region, IActorRef topics, Meter meter)
    {
        Receive<JournalMarked>(mark => mark.Replaces, BeginAnew);
        Receive<JournalMarked>(_ => { });
        Receive<ReleasePartition>(_ => { });
        Receive<SubscribeAck>(_ => { });
        topics.Tell(new Akka.Cluster.Tools.PublishSubscribe.Subscribe(MemberWitness.Topic, Self));
        foreach (PartitionSettings partition in partitions)
            Start(partition, region, topics, meter);
    }

    /// <summary>How to make one.</summary>
    /// <param name="partitions">The venue's partitions.</param>
    /// <param name="region">Takes their messages.</param>
    /// <param name="topics">A cluster's mediator, nobody in a system without a cluster.</param>
    /// <param name="meter">Where instruments are made.</param>
    public static Props Props(
        IReadOnlyList<PartitionSettings> partitions, IActorRef region, IActorRef topics, Meter meter) =>
        Akka.Actor.Props.Create(() => new ViewNode(partitions, region, topics, meter));

    private static void BeginAnew(JournalMarked lost)
    {
        Context.Child(Feed + Uri.EscapeDataString(lost.Partition)).Tell(lost);
        Context.System.EventStream.Publish(lost);
    }

    private static void Start(PartitionSettings partition, IActorRef region, IActorRef topics, Meter meter)
    {
        var views = new ViewSettings
        {
            Partition = partition,
            Metrics = new ViewMetrics(meter, partition.Partition),
        };
        string name = Uri.EscapeDataString(partition.Partition);
        IActorRef feed = Context.ActorOf(
            Supervised(PartitionFeed.Props(views, region, topics), views.Partition), Feed + name);
        foreach (string view in Views)
            Context.ActorOf(Akka.Actor.Props.Create(() => new ViewDoor(feed)), $"{view}-{name}");
        Context.ActorOf(
            Supervised(
                PartitionFollower.Props(new FollowerSettings { Partition = views.Partition }), views.Partition),
            Follower + name);
    }

    private static Props Supervised(Props child, PartitionSettings settings) =>
        BackOff.Supervised(child, "child", settings, static _ => false);
}
