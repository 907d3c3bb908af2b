using Akka;
using Akka.Cluster.Sharding;
using Hypercall.Actors.Client;
using Hypercall.Actors.Transfers;

namespace Hypercall.Actors.Clustering;

/// <summary>
/// The venue's transfer desks as one more entity of the partitions' region: they live on one engine node, and where
/// that cannot reach their journal they are let go of and placed as a partition is. A venue of one partition has none.
/// </summary>
internal static class TransferSharding
{
    /// <summary>How to make the desks.</summary>
    /// <param name="system">A node's system, whose region has started when they are made.</param>
    public static Props Props(ActorSystem system, ClusterSettings settings, ClusterMembers members)
    {
        TransferDeskSettings[] desks = DesksOf(settings, ClusterSharding.Get(system));
        PartitionSettings supervision = settings.PartitionSettings(settings.Partitions[0]);
        return Akka.Actor.Props.Create(() => new TransferDesks(desks, supervision, members.Release));
    }

    /// <summary>
    /// Stops the desks where they run in this system, so that they ask nothing more of a region that is to end. They
    /// start elsewhere once the region has handed them over.
    /// </summary>
    public static async Task StopHereAsync(ActorSystem system, TimeSpan limit)
    {
        const string path = $"/system/sharding/{PartitionSharding.TypeName}/{TransferDesks.Name}/{TransferDesks.Name}";
        ActorIdentity found = await system.ActorSelection(path)
            .Ask<ActorIdentity>(new Identify(TransferDesks.Name), limit);
        if (found.Subject is { } desks)
            await desks.Ask<Done>(new StopTransfers(), limit);
    }

    private static TransferDeskSettings[] DesksOf(ClusterSettings settings, ClusterSharding sharding) =>
    [
        .. from source in settings.Partitions
           from target in settings.Partitions
           where source != target
           select new TransferDeskSettings
           {
               From = source,
               To = target,
               Client = partition => new EngineClient(
                   sharding.ShardRegion(PartitionSharding.TypeName), partition, settings.Client),
               JournalPluginId = settings.TransferJournalPluginId,
           },
    ];
}
