using Akka.Actor;
using Hypercall.Akka.Engine;

namespace Hypercall.Akka.Clustering;

/// <summary>
/// This node's part in a cluster, by its roles: an engine node hosts partitions, any other reaches them by a proxy. Every
/// node has an entry, <see cref="EntryPath"/>, to which clients outside the cluster send.
/// </summary>
public sealed class HypercallCluster
{
    /// <summary>Path of each node's <see cref="Entry"/>.</summary>
    public const string EntryPath = "/user/" + EntryName;

    private const string EntryName = "hypercall";

    private HypercallCluster(IActorRef region, IActorRef entry)
    {
        Region = region;
        Entry = entry;
    }

    /// <summary>Takes partition messages for any of the venue's partitions: the shard region or its proxy.</summary>
    public IActorRef Region { get; }

    /// <summary>Takes the same from outside, and answers those for partitions that there are not.</summary>
    public IActorRef Entry { get; }

    /// <summary>Starts what the node's roles ask for. Joining is the caller's, or the seed nodes' in the settings.</summary>
    /// <param name="system">A system with the cluster provider.</param>
    /// <param name="settings">What it runs.</param>
    /// <exception cref="ArgumentException">No partition is named.</exception>
    public static async Task<HypercallCluster> StartAsync(ActorSystem system, ClusterSettings settings)
    {
        if (settings.Partitions.Count == 0)
            throw new ArgumentException("a venue has at least one partition", nameof(settings));
        var cluster = global::Akka.Cluster.Cluster.Get(system);
        bool isEngine = cluster.SelfRoles.Contains(ClusterRoles.Engine);
        if (isEngine)
            WarmUp(system, settings);
        IActorRef region = isEngine
            ? await PartitionSharding.StartRegionAsync(system, settings)
            : await PartitionSharding.StartProxyAsync(system, settings);
        IActorRef keeper = isEngine
            ? system.ActorOf(PartitionKeeper.Props(region, settings), "hypercall-keeper")
            : ActorRefs.Nobody;
        IActorRef entry = system.ActorOf(NodeEntry.Props(region, settings.Partitions), EntryName);
        NodeShutdown.Register(system, entry, keeper);
        return new HypercallCluster(region, entry);
    }

    private static void WarmUp(ActorSystem system, ClusterSettings settings)
    {
        foreach (string partition in settings.Partitions)
            system.ActorOf(NodeWarmUp.Props(settings.PartitionSettings(partition)));
    }
}
