using Akka;
using Akka.Actor;
using Akka.Configuration;
using Akka.Persistence;
using Akka.Persistence.Sql;
using Hypercall.Akka.Client;
using Hypercall.Akka.Engine;
using Hypercall.Akka.Protocol;
using Hypercall.Sequencer.Client;

namespace Hypercall.Akka.Hosting;

/// <summary>
/// Hypercall in an actor system: its settings, the partitions that run here, clients of them. The system's configuration
/// must have been made by <see cref="HypercallConfig.Compose"/>. Safe for use from several threads.
/// </summary>
public sealed class HypercallAkka : IExtension
{
    private readonly Lock _gate = new();
    private readonly ExtendedActorSystem _system;
    private readonly Dictionary<string, IActorRef> _partitions = new(StringComparer.Ordinal);

    internal HypercallAkka(ExtendedActorSystem system)
    {
        _system = system;
        Config config = system.Settings.Config;
        Settings = HypercallSettings.Read(config);
        SqliteJournalFiles.Prepare(config);
        FolderOwnership.Hold(system, Settings.Partition.Sequencer.HostId);
        LoadPersistence(system);
        if (HypercallSettings.ReadAutoStart(new SettingReader(config)))
            StartPartitions();
    }

    /// <summary>The settings, checked.</summary>
    public HypercallSettings Settings { get; }

    /// <summary>The extension of a system.</summary>
    /// <exception cref="SettingException">A setting is missing or takes another value.</exception>
    public static HypercallAkka Get(ActorSystem system) => system.WithExtension<HypercallAkka, HypercallAkkaProvider>();

    /// <summary>
    /// Loads what persistent actors need, one after the other and before any of them would: Akka's extensions add their
    /// settings to the system's as they load, and two that do so at once lose the settings of one.
    /// </summary>
    internal static void LoadPersistence(ActorSystem system)
    {
        _ = Persistence.Instance.Apply(system);
        _ = SqlPersistence.Get(system);
    }

    /// <summary>Runs every configured partition in this system, without a cluster.</summary>
    public void StartPartitions()
    {
        foreach (string partition in Settings.Partitions)
            StartPartition(partition);
    }

    /// <summary>
    /// Runs a partition in this system, without a cluster, or gives the one that runs. Coordinated shutdown drains it.
    /// </summary>
    /// <param name="partition">The market partition.</param>
    /// <returns>Its actor, which takes the partition's messages.</returns>
    public IActorRef StartPartition(string partition)
    {
        lock (_gate)
        {
            if (_partitions.TryGetValue(partition, out IActorRef? running))
                return running;
            IActorRef actor = _system.ActorOf(
                PartitionActor.Props(Settings.For(partition)), "partition-" + Uri.EscapeDataString(partition));
            _partitions.Add(partition, actor);
            CoordinatedShutdown.Get(_system).AddTask(
                CoordinatedShutdown.PhaseServiceStop, "drain-" + partition, () => Drain(actor));
            return actor;
        }
    }

    /// <summary>A client of a partition that runs in this system.</summary>
    /// <param name="partition">The market partition; it is started where it does not run yet.</param>
    /// <param name="submitter">In whose share of the engine's queue its commands wait.</param>
    public IEngineClient Client(string partition, long submitter = 0) =>
        Client(partition, StartPartition(partition), submitter);

    /// <summary>A client of a partition wherever it runs.</summary>
    /// <param name="partition">The market partition.</param>
    /// <param name="target">Who takes its messages: a shard region, a proxy, a selection.</param>
    /// <param name="submitter">In whose share of the engine's queue its commands wait.</param>
    public IEngineClient Client(string partition, ICanTell target, long submitter = 0) =>
        new EngineClient(target, partition, Settings.Client, submitter);

    private async Task<Done> Drain(IActorRef partition)
    {
        await partition.GracefulStop(Settings.StopTimeout, StopEngine.Instance);
        return Done.Instance;
    }
}
