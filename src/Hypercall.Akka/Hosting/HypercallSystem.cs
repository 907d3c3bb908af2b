using System.Diagnostics.Metrics;
using Akka;
using Akka.Hosting;
using Akka.Persistence.Sql;
using Hypercall.Actors.Clustering;
using Hypercall.Actors.Metrics;
using Hypercall.Actors.Storage;

namespace Hypercall.Actors.Hosting;

/// <summary>
/// What an actor system needs before an actor of ours starts in it, with Akka.Hosting or without. Its configuration
/// must have been made by <see cref="HypercallConfig.Compose(Config?)"/>.
/// </summary>
public static class HypercallSystem
{
    private const string EmbeddedName = "hypercall";
    private const string DispatcherPath = $"{SettingReader.Root}.engine.dispatcher";

    /// <summary>
    /// Reads the settings, sees to the journal's tables, takes its files, loads persistence. A member of a cluster
    /// finds its tables there; any other system makes those that are missing.
    /// </summary>
    /// <returns>The settings, checked.</returns>
    /// <exception cref="SettingException">A setting is missing or takes another value.</exception>
    /// <exception cref="JournalRefusedException">No journal can be kept in a database as it is, or it has no
    /// tables.</exception>
    /// <exception cref="FolderOwnedException">Another host holds the folder of a file.</exception>
    public static HypercallSettings Prepare(ActorSystem system)
    {
        HypercallSettings settings = HypercallSettings.Read(system.Settings.Config);
        PrepareStores(system, settings);
        FolderOwnership.Hold(system, settings.Partition.Sequencer.HostId);
        LoadPersistence(system);
        RefuseUnusable(system, settings);
        return settings;
    }

    /// <summary>
    /// Starts every configured partition in a system without a cluster. Coordinated shutdown drains them.
    /// </summary>
    /// <param name="system">A system that is no member of a cluster.</param>
    /// <returns>Takes the partitions' messages.</returns>
    /// <exception cref="SettingException">A setting is missing or takes another value, or the system has
    /// roles.</exception>
    public static IActorRef StartPartitions(ActorSystem system)
    {
        RefuseRoles(system.Settings.Config);
        HypercallSettings settings = Prepare(system);
        IActorRef node = system.ActorOf(Props.Create(() => new EmbeddedNode(settings)), EmbeddedName);
        CoordinatedShutdown.Get(system).AddTask(
            CoordinatedShutdown.PhaseServiceStop,
            "hypercall-drain",
            async () =>
            {
                await node.GracefulStop(settings.StopTimeout, new StopEngine());
                return Done.Instance;
            });
        ActorRegistry registry = ActorRegistry.For(system);
        registry.Register<PartitionRegion>(node);
        registry.Register<VenueEntry>(node);
        return node;
    }

    /// <summary>
    /// Starts the views of every configured partition in a system whose partitions <see cref="StartPartitions"/> has
    /// started; they are reached at <see cref="HypercallCluster.ViewPath"/>, as in a view node of a cluster.
    /// </summary>
    public static void StartViews(ActorSystem system)
    {
        HypercallSettings settings = HypercallSettings.Read(system.Settings.Config);
        IActorRef region = ActorRegistry.For(system).Get<PartitionRegion>();
        var meter = new Meter(PartitionMetrics.MeterName);
        system.RegisterOnTermination(meter.Dispose);
        system.ActorOf(
            ViewNode.Props([.. settings.Partitions.Select(settings.For)], region, ActorRefs.Nobody, meter),
            ViewNode.Name);
    }

    /// <summary>
    /// Loads what persistent actors need, one after the other and before any of them would: Akka's extensions add their
    /// settings to the system's as they load, and two that do so at once lose the settings of one.
    /// </summary>
    internal static void LoadPersistence(ActorSystem system)
    {
        _ = Persistence.Instance.Apply(system);
        _ = SqlPersistence.Get(system);
    }

    private static void PrepareStores(ActorSystem system, HypercallSettings settings)
    {
        Config config = system.Settings.Config;
        IReadOnlyList<string> roles = HypercallConfig.ReadRoles(new SettingReader(config));
        bool hasDesks = roles.Contains(ClusterRoles.Engine) && settings.Partitions.Count > 1;
        foreach (string unreachable in JournalStore.Prepare(config, roles.Count > 0, hasDesks))
            system.Log.Warning("{0}", unreachable);
    }

    /// <summary>
    /// An engine that cannot be made would be made again and again; a plugin whose class or dispatcher there is not
    /// would fail each of its users by itself.
    /// </summary>
    private static void RefuseUnusable(ActorSystem system, HypercallSettings settings)
    {
        PartitionSettings common = settings.Partition;
        if (common.Dispatcher is { } dispatcher)
            Use(DispatcherPath, "the path of a dispatcher", dispatcher, () => system.Dispatchers.Lookup(dispatcher));
        PersistenceExtension persistence = Persistence.Instance.Apply(system);
        foreach (PartitionSettings partition in settings.Partitions.Select(settings.For))
        {
            Open(common.JournalPluginId, () => persistence.JournalFor(partition.JournalPluginId));
            Open(common.JournalPluginId, () => persistence.JournalFor(partition.SkipsPluginId));
            Open(common.SnapshotPluginId, () => persistence.SnapshotStoreFor(partition.SnapshotPluginId));
        }

        static void Open(string template, Func<object> plugin) =>
            Use(template, "the settings of a plugin", "not one that can be started", plugin);

        static void Use(string path, string takes, string found, Func<object> what)
        {
            try
            {
                what();
            }
            catch (Exception exception)
            {
                throw new SettingException(path, $"{takes}: {exception.Message}", found, exception);
            }
        }
    }

    private static void RefuseRoles(Config config)
    {
        IReadOnlyList<string> roles = HypercallConfig.ReadRoles(new SettingReader(config));
        if (roles.Count > 0)
            throw new SettingException("hypercall.roles", "[] outside a cluster", string.Join(", ", roles));
    }
}
