using System.Diagnostics.Metrics;
using System.Globalization;
using Akka;
using Akka.Cluster.Sharding;
using Akka.Cluster.Tools.PublishSubscribe;
using Akka.Hosting;
using Hypercall.Actors.Metrics;
using Hypercall.Actors.Ownership;
using Hypercall.Actors.Storage;
using Hypercall.Actors.Wire;

namespace Hypercall.Actors.Clustering;

/// <summary>
/// This node's part in a cluster, by its roles: an engine node hosts partitions, any other reaches them by a proxy.
/// Where there are two partitions or more, one of the engine nodes also runs the desks that move cash between them.
/// Every node has an entry, <see cref="EntryPath"/>, to which clients outside the cluster send.
/// </summary>
public sealed class HypercallCluster
{
    /// <summary>Path of each node's <see cref="Entry"/>.</summary>
    public const string EntryPath = "/user/" + EntryName;

    private const string EntryName = "hypercall";
    private const string FramePath = "akka.remote.dot-netty.tcp.maximum-frame-size";
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(2);

    private HypercallCluster(IActorRef region, IActorRef entry)
    {
        Region = region;
        Entry = entry;
    }

    /// <summary>Takes partition messages for any of the venue's partitions: the shard region or its proxy.</summary>
    public IActorRef Region { get; }

    /// <summary>
    /// Takes the same from outside, and answers those for partitions that there are not; takes
    /// <see cref="Transfers.TransferCash"/> too.
    /// </summary>
    public IActorRef Entry { get; }

    /// <summary>Path of a view or follower in the system of a view node.</summary>
    /// <param name="kind">market, portfolio, statistics, liquidations or follower.</param>
    public static string ViewPath(string kind, string partition) =>
        $"/user/{ViewNode.Name}/{kind}-{Uri.EscapeDataString(partition)}";

    /// <summary>Starts what the node's roles ask for. Joining is the caller's, or the seed nodes' in the
    /// settings.</summary>
    /// <param name="system">A system with the cluster provider.</param>
    /// <exception cref="ArgumentException">No partition is named, or how one runs is out of range.</exception>
    /// <exception cref="SettingException">A setting is missing or takes another value; a message of outcomes is larger
    /// than the transport takes; strangers could reach the system (<see cref="WireSecurity"/>).</exception>
    /// <exception cref="JournalRefusedException">On an engine or view: no journal can be kept in a database as it is,
    /// or it has no tables.</exception>
    /// <exception cref="FolderOwnedException">On an engine or view: a host that is no member holds the folder of a
    /// file.</exception>
    /// <exception cref="IOException">The file in <see cref="ClusterSettings.MemoryFolder"/> cannot be read, or is none;
    /// the folder of a SQLite file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not read or write one of these.</exception>
    public static async Task<HypercallCluster> StartAsync(ActorSystem system, ClusterSettings settings)
    {
        if (settings.Partitions.Count == 0)
            throw new ArgumentException("a venue has at least one partition", nameof(settings));
        foreach (PartitionSettings partition in settings.Partitions.Select(settings.PartitionSettings))
            RequireUsable(system.Settings.Config, partition);
        WireSecurity.RefuseOpen(system.Settings.Config);
        IReadOnlySet<string> roles = Akka.Cluster.Cluster.Get(system).SelfRoles;
        if (roles.Contains(ClusterRoles.Engine) || roles.Contains(ClusterRoles.View))
            HypercallSystem.Prepare(system);
        LoadExtensions(system);
        system.ActorOf(Props.Create<PartedNodes>(), PartedNodes.Name);
        settings = settings.At(Akka.Cluster.Cluster.Get(system).SelfAddress);
        var released = new ReleasedPartitions(system.Scheduler);
        var readyOwners = new ReadyOwners();
        StartWitness(system, settings, released, readyOwners);
        if (SeedWatch.IsFor(Akka.Cluster.Cluster.Get(system)))
            WatchSeeds(system, settings);
        if (WireSecurity.EndOfCertificate(system) is { } end)
            system.ActorOf(CertificateWatch.Props(end, TimeProvider.System), "hypercall-certificate-watch");
        var meter = new Meter(PartitionMetrics.MeterName);
        system.RegisterOnTermination(meter.Dispose);
        bool isEngine = roles.Contains(ClusterRoles.Engine);
        IActorRef region = isEngine
            ? await PartitionSharding.StartRegionAsync(system, settings, meter, released, readyOwners)
            : await PartitionSharding.StartProxyAsync(system, settings);
        IActorRef keeper = isEngine
            ? system.ActorOf(Props.Create(() => new PartitionKeeper(region, settings)), "hypercall-keeper")
            : ActorRefs.Nobody;
        IActorRef entry = system.ActorOf(
            Props.Create(() => new NodeEntry(region, settings.Partitions)), EntryName);
        StopTaking(system, entry, keeper);
        if (isEngine)
        {
            WarmUp(system, settings);
            WatchClock(system, settings);
        }

        if (roles.Contains(ClusterRoles.View))
            StartViews(system, settings, region, meter);
        ActorRegistry registry = ActorRegistry.For(system);
        registry.Register<PartitionRegion>(region);
        registry.Register<VenueEntry>(entry);
        return new HypercallCluster(region, entry);
    }

    /// <summary>
    /// A message beside outcomes has ids and a header, and the transport's frame has some: half is enough for all.
    /// </summary>
    private static void RequireUsable(Config config, PartitionSettings partition)
    {
        partition.Validate();
        if (config.GetByteSize(FramePath) is not { } frame || partition.MaxMessageBytes <= frame / 2)
            return;
        throw new SettingException(
            "hypercall.engine.max-message-bytes",
            string.Create(CultureInfo.InvariantCulture, $"half of {FramePath} at most, {frame / 2} bytes"),
            partition.MaxMessageBytes.ToString(CultureInfo.InvariantCulture));
    }

    private static void StartViews(ActorSystem system, ClusterSettings settings, IActorRef region, Meter meter) =>
        system.ActorOf(
            ViewNode.Props(
                [.. settings.Partitions.Select(settings.PartitionSettings)],
                region,
                DistributedPubSub.Get(system).Mediator,
                meter),
            ViewNode.Name);

    private static void StartWitness(
        ActorSystem system, ClusterSettings settings, ReleasedPartitions released, ReadyOwners readyOwners)
    {
        var memory = JournalMemory.In(settings.MemoryFolder, Akka.Cluster.Cluster.Get(system).SelfAddress.Port);
        memory.Read();
        PartitionSettings partition = settings.PartitionSettings(settings.Partitions[0]);
        system.ActorOf(
            Props.Create(() => new MemberWitness(partition, released, readyOwners, memory)), MemberWitness.Name);
    }

    /// <summary>
    /// Our step in the coordinated shutdown: stop taking, and stop asking, since a region ends only once nothing waits
    /// in it. It comes after what ends with the node, such as a gateway that cancels the orders of its guarded sockets.
    /// What follows are Akka's own phases with our stop message and times: the region's phase drains the engines, saves
    /// their snapshots and hands them over, then the node leaves.
    /// </summary>
    private static void StopTaking(ActorSystem system, IActorRef entry, IActorRef keeper) =>
        CoordinatedShutdown.Get(system).AddTask(
            CoordinatedShutdown.PhaseServiceUnbind,
            "hypercall-stop-taking",
            async () =>
            {
                system.Stop(keeper);
                await entry.Ask<Done>(new NodeEntry.CloseDoor(), LongestWait);
                await TransferSharding.StopHereAsync(system, LongestWait);
                return Done.Instance;
            });

    /// <summary>
    /// One after the other and before any actor that would load one by itself, as
    /// <see cref="HypercallSystem.LoadPersistence"/> says.
    /// </summary>
    private static void LoadExtensions(ActorSystem system)
    {
        HypercallSystem.LoadPersistence(system);
        _ = Akka.DistributedData.DistributedData.Get(system);
        _ = DistributedPubSub.Get(system);
        _ = ClusterSharding.Get(system);
    }

    private static void WatchSeeds(ActorSystem system, ClusterSettings settings)
    {
        string host = settings.PartitionSettings(settings.Partitions[0]).Sequencer.HostId;
        system.ActorOf(Props.Create(() => new SeedWatch(settings.Partitions, host)), "hypercall-seed-watch");
    }

    private static void WatchClock(ActorSystem system, ClusterSettings settings)
    {
        PartitionSettings[] stamped =
        [
            .. settings.Partitions.Select(settings.PartitionSettings)
                .Where(partition => partition.Sequencer.TimeSource == TimeSource.Clock),
        ];
        var members = new ClusterMembers(system, settings.Members);
        if (stamped.Length > 0)
            system.ActorOf(Props.Create(() => new ClockWatch(stamped, members)), "hypercall-clock-watch");
    }

    private static void WarmUp(ActorSystem system, ClusterSettings settings)
    {
        foreach (PartitionSettings partition in settings.Partitions.Select(settings.PartitionSettings))
            _ = Task.Run(() => NodeWarmUp.RunAsync(system, partition));
    }
}
