using System.Diagnostics.Metrics;
using Akka.Cluster.Sharding;
using Hypercall.Actors.Metrics;
using Hypercall.Actors.Ownership;
using Hypercall.Actors.Transfers;

namespace Hypercall.Actors.Clustering;

/// <summary>The shard region of the partitions' owners and of the transfer desks, and the proxies of nodes that own
/// none.</summary>
internal static class PartitionSharding
{
    public const string TypeName = "partition";

    public static Task<IActorRef> StartRegionAsync(
        ActorSystem system,
        ClusterSettings settings,
        Meter meter,
        ReleasedPartitions released,
        ReadyOwners readyOwners)
    {
        var members = new ClusterMembers(system, settings.Members);
        return ClusterSharding.Get(system).StartAsync(
            TypeName,
            entity => entity == TransferDesks.Name
                ? TransferSharding.Props(system, settings, members)
                : PartitionActor.Props(settings.PartitionSettings(entity) with
                {
                    Publisher = new TopicPublisher(system).Publish,
                    Members = members,
                    ReadyOwners = readyOwners,
                    Metrics = new PartitionMetrics(meter, entity),
                }),
            ClusterShardingSettings.Create(system),
            new PartitionExtractor(settings.Partitions),
            new PartitionPlacement(released),
            new StopEngine());
    }

    public static Task<IActorRef> StartProxyAsync(ActorSystem system, ClusterSettings settings) =>
        ClusterSharding.Get(system).StartProxyAsync(
            TypeName, ClusterRoles.Engine, new PartitionExtractor(settings.Partitions));
}
