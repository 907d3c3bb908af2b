using Akka.Cluster.Tools.Singleton;
using Hypercall.Actors.Client;
using Hypercall.Actors.Transfers;

namespace Hypercall.Actors.Clustering;

/// <summary>
/// The venue's transfer desks as a cluster singleton on the oldest engine node, and each node's way to them. A venue of
/// one partition has none.
/// </summary>
internal static class TransferSingleton
{
    private const string ManagerName = "hypercall-transfers";
    private const string ManagerPath = "/user/" + ManagerName;
    private const string ProxyName = "hypercall-transfers-proxy";
    private const string SingletonName = "desks";

    /// <summary>Loads what the singleton adds to the system's settings.</summary>
    public static void LoadSettings(ActorSystem system)
    {
        _ = ClusterSingletonManagerSettings.Create(system);
        _ = ClusterSingletonProxySettings.Create(system);
    }

    /// <summary>Starts this node's part.</summary>
    /// <param name="region">Takes partition messages.</param>
    /// <param name="isEngine">Whether the desks may run here.</param>
    /// <returns>Takes <see cref="TransferCash"/>; nobody in a venue of one partition.</returns>
    public static IActorRef Start(ActorSystem system, ClusterSettings settings, IActorRef region, bool isEngine)
    {
        if (settings.Partitions.Count == 1)
            return ActorRefs.Nobody;
        if (isEngine)
            StartManager(system, settings, region);
        return system.ActorOf(
            ClusterSingletonProxy.Props(
                ManagerPath,
                ClusterSingletonProxySettings.Create(system)
                    .WithRole(ClusterRoles.Engine)
                    .WithSingletonName(SingletonName)),
            ProxyName);
    }

    /// <summary>
    /// Stops the desks where they run in this system, so that they ask nothing more of a region that is to end. The
    /// next oldest node starts them once this one has left; until then the proxies keep what comes.
    /// </summary>
    public static async Task StopHereAsync(ActorSystem system, TimeSpan limit)
    {
        ActorIdentity found = await system.ActorSelection($"{ManagerPath}/{SingletonName}")
            .Ask<ActorIdentity>(new Identify(SingletonName), limit);
        if (found.Subject is { } desks)
            await desks.GracefulStop(limit, new StopTransfers());
    }

    private static void StartManager(ActorSystem system, ClusterSettings settings, IActorRef region)
    {
        PartitionSettings supervision = settings.PartitionSettings(settings.Partitions[0]);
        var desks = Props.Create(() => new TransferDesks(DesksOf(settings, region), supervision));
        system.ActorOf(
            ClusterSingletonManager.Props(
                desks,
                new StopTransfers(),
                ClusterSingletonManagerSettings.Create(system)
                    .WithRole(ClusterRoles.Engine)
                    .WithSingletonName(SingletonName)),
            ManagerName);
    }

    private static TransferDeskSettings[] DesksOf(ClusterSettings settings, IActorRef region) =>
    [
        .. from source in settings.Partitions
           from target in settings.Partitions
           where source != target
           select new TransferDeskSettings
           {
               From = source,
               To = target,
               Client = partition => new EngineClient(region, partition, settings.Client),
               JournalPluginId = settings.TransferJournalPluginId,
           },
    ];
}
