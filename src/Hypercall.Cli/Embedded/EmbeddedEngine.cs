using Hypercall.Actors.Client;
using Hypercall.Actors.Engine;
using Hypercall.Sequencer.Journal;
using Hypercall.Sequencer.Live;
using Microsoft.Data.Sqlite;

namespace Hypercall.Cli.Embedded;

/// <summary>
/// The persistent engine actor in this process, without a cluster, on SQLite files in a folder: what the tools run that
/// write a journal. Ready when it is handed out; disposed it drains, which seals the journal and takes a snapshot.
/// </summary>
internal sealed class EmbeddedEngine(
    ActorSystem system, IActorRef partition, SequencerOptions sequencer, string directory) : IAsyncDisposable
{
    /// <summary>The market partition.</summary>
    public const string Partition = "main";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan PollDelay = TimeSpan.FromMilliseconds(2);

    /// <summary>From the partition's start, with the actor system there, to its readiness: its recovery.</summary>
    public TimeSpan ReadyAfter { get; private set; }

    /// <summary>
    /// Starts an engine on a folder, which is made where it is missing, and waits until it is ready. What it goes on
    /// after, such as a damaged snapshot, is told on standard error.
    /// </summary>
    /// <param name="directory">The folder.</param>
    /// <param name="origin">What is written into a journal made new; null: nothing.</param>
    /// <exception cref="JournalUnusableException">The journal is damaged, or owned by another process.</exception>
    public static async Task<EmbeddedEngine> StartAsync(string directory, JournalOrigin? origin = null)
    {
        EmbeddedEngine engine = Open(directory, origin);
        long start = Stopwatch.GetTimestamp();
        try
        {
            PartitionHealth health = await engine.SettleAsync();
            engine.ReadyAfter = Stopwatch.GetElapsedTime(start);
            if (health.State != PartitionState.Ready)
                throw engine.Unusable(health);
            foreach (string warning in health.Warnings)
                Terminal.Complain($"'{directory}': {warning}");
            return engine;
        }
        catch
        {
            await engine.DisposeAsync();
            throw;
        }
    }

    private static EmbeddedEngine Open(string directory, JournalOrigin? origin)
    {
        ActorSystem system = ActorSystem.Create(NodeAddress.SystemName, NodeConfig.OfEmbedded(directory, Partition));
        try
        {
            PartitionSettings settings = HypercallSystem.Prepare(system).For(Partition);
            SequencerOptions sequencer = settings.Sequencer with
            {
                TimeSource = TimeSource.Submission,
                Origin = origin,
            };
            IActorRef partition = system.ActorOf(PartitionActor.Props(settings with { Sequencer = sequencer }));
            return new EmbeddedEngine(system, partition, sequencer, directory);
        }
        catch
        {
            system.Terminate();
            throw;
        }
    }

    /// <summary>A feed of commands in order.</summary>
    /// <param name="executed">Sees each answer, on another thread.</param>
    public CommandFeed Feed(Action<SubmitAnswer> executed) => new(system, this, executed);

    /// <summary>What sends commands to it.</summary>
    /// <param name="receiver">Takes the answers.</param>
    public ClientOutbox Outbox(IActorRef receiver) => new(partition, receiver, sequencer.EngineId, 0);

    /// <summary>Whether its journal can hold a request.</summary>
    public bool Fits(EncodedRequest request) => sequencer.Fits(request);

    /// <summary>Waits until it is ready, or will not become so by itself.</summary>
    private async Task<PartitionHealth> SettleAsync()
    {
        while (true)
        {
            PartitionHealth health = await HealthAsync();
            if (health.State is PartitionState.Ready or PartitionState.Down or PartitionState.Unavailable)
                return health;
            await Task.Delay(PollDelay);
        }
    }

    private Task<PartitionHealth> HealthAsync() =>
        partition.Ask<PartitionHealth>(new QueryHealth(sequencer.EngineId, 0), Patience);

    /// <summary>Its state behind everything sent before.</summary>
    /// <exception cref="JournalUnusableException">It stopped.</exception>
    public async Task<StateSummary> StateAsync()
    {
        object answer = await partition.Ask<object>(
            new QueryState(sequencer.EngineId, 0, 0, Queued: true), Patience);
        return answer is StateAnswer { State: { } state } ? state : throw await UnusableAsync();
    }

    /// <summary>What its stop means for a verb that needed it.</summary>
    public async Task<JournalUnusableException> UnusableAsync() => Unusable(await HealthAsync());

    public async ValueTask DisposeAsync()
    {
        await partition.GracefulStop(Patience, new StopEngine());
        await system.Terminate();
        SqliteConnection.ClearAllPools();
    }

    private JournalUnusableException Unusable(PartitionHealth health) => new(health.Stop is { } stop
        ? $"'{directory}': the engine stopped ({stop.Reason}): {stop.Detail}"
        : $"'{directory}': the engine is {health.State}");
}
