using System.Diagnostics;
using Akka.Actor;
using Akka.Configuration;
using Hypercall.Akka.Engine;
using Hypercall.Akka.Hosting;
using Hypercall.Akka.Protocol;
using Hypercall.Cli;
using Hypercall.Cli.Bench;
using Hypercall.Cli.Bench.Workloads;
using Hypercall.Engine;
using Hypercall.Engine.Commands;
using Hypercall.Engine.Encoding;
using Hypercall.Engine.Numerics;
using Hypercall.Sequencer.Client;
using Hypercall.Sequencer.Live;

namespace Hypercall.Akka.Node.Bench;

/// <summary>
/// performance.md M4 and M5 for this host: the engine actor on SQLite with 1,024 commands in flight beside a plain
/// PersistAsync-per-event actor on the same kind of journal, then the recovery of the engine's journal without a
/// snapshot. The engine's final hash must be that of the bare engine each time.
/// </summary>
/// <param name="commands">Commands of the workload.</param>
/// <param name="directory">Where the journals go.</param>
internal sealed class EngineActorBenchmark(int commands, string directory)
{
    private const string Partition = "main";
    private const int InFlight = 1_024;
    private const ulong Seed = 88_172_645_463_325_252;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private readonly List<CommandEnvelope> _envelopes = Envelopes(commands);

    /// <summary>Measures each once.</summary>
    public async Task<BenchResult> RunAsync()
    {
        Hash256 expected = HashOfBareEngine();
        double plain = await MeasurePlainAsync();
        double engine = await MeasureEngineAsync(expected);
        double recovery = await MeasureRecoveryAsync(expected);
        return new BenchResult(_envelopes.Count, plain, engine, recovery);
    }

    private static List<CommandEnvelope> Envelopes(int commands)
    {
        Workload workload = WorkloadGenerator.Generate(WorkloadShape.Wide, commands, Seed);
        var envelopes = new List<CommandEnvelope>();
        foreach (EngineCommand command in WorkloadVenue.Opening(workload.Accounts))
            envelopes.Add(WorkloadVenue.OpeningEnvelope(envelopes.Count + 1, command));
        for (int index = 0; index < workload.Commands.Length; index++)
            envelopes.Add(WorkloadVenue.Envelope(envelopes.Count + 1, index, workload.Commands[index]));
        return envelopes;
    }

    private Hash256 HashOfBareEngine()
    {
        var engine = new ExchangeEngine();
        foreach (CommandEnvelope envelope in _envelopes)
            engine.Apply(envelope);
        return engine.Hash;
    }

    private async Task<double> MeasurePlainAsync()
    {
        await using var system = new BenchSystem(Config("plain", "snapshots"));
        var writer = new CanonicalWriter();
        PersistedRecord[] events = [.. _envelopes.Select(envelope => Encode(writer, envelope))];
        IActorRef actor = system.System.ActorOf(
            Props.Create(() => new PlainActor(system.Settings.JournalPluginId)));
        return await DriveAsync(
            system.System, actor, index => events[index], answer => answer is PlainActor.Answer ? null : $"{answer}");
    }

    private async Task<double> MeasureEngineAsync(Hash256 expected)
    {
        await using var system = new BenchSystem(Config("engine", "snapshots"));
        Submit[] submits = [.. Enumerable.Range(0, _envelopes.Count).Select(SubmitOf)];
        IActorRef partition = await StartAsync(system);
        double rate = await DriveAsync(system.System, partition, index => submits[index], ErrorOf);
        await RequireHashAsync(partition, expected);
        return rate;
    }

    /// <summary>Into a store without snapshots, so that every command of the journal is executed again.</summary>
    private async Task<double> MeasureRecoveryAsync(Hash256 expected)
    {
        await using var system = new BenchSystem(Config("engine", "no-snapshots"));
        long start = Stopwatch.GetTimestamp();
        IActorRef partition = await StartAsync(system);
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        await RequireHashAsync(partition, expected);
        return _envelopes.Count / seconds;
    }

    private Submit SubmitOf(int index)
    {
        CommandEnvelope envelope = _envelopes[index];
        return new Submit(Partition, index, 0, new ClientRequest(
            envelope.Command, null, envelope.Signer, envelope.Nonce, null, envelope.TimestampMs));
    }

    private static string? ErrorOf(object answer) =>
        answer is SubmitAnswer { Status: SubmissionStatus.Executed } ? null : $"a command was answered {answer}";

    private async Task<double> DriveAsync(
        ActorSystem system, IActorRef target, Func<int, object> message, Func<object, string?> error)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        int count = _envelopes.Count;
        long start = Stopwatch.GetTimestamp();
        IActorRef driver = system.ActorOf(
            Props.Create(() => new BenchDriver(target, count, InFlight, message, error, done)));
        await done.Task.WaitAsync(Patience);
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        system.Stop(driver);
        return count / seconds;
    }

    private static async Task<IActorRef> StartAsync(BenchSystem system)
    {
        IActorRef partition = system.System.ActorOf(PartitionActor.Props(system.Settings));
        while (true)
        {
            PartitionHealth health = await partition.Ask<PartitionHealth>(new QueryHealth(Partition, 0), Patience);
            if (health.State == PartitionState.Ready)
                return partition;
            if (health.State == PartitionState.Down)
                throw new CheckFailedException($"the engine stopped: {health.Stop}");
            await Task.Delay(1);
        }
    }

    private static async Task RequireHashAsync(IActorRef partition, Hash256 expected)
    {
        StateAnswer answer = await partition.Ask<StateAnswer>(
            new QueryState(Partition, 0, 0, Queued: true, WithDigests: false), Patience);
        if (answer.State?.Hash != expected)
            throw new CheckFailedException($"the actor ended at {answer.State?.Hash}, the bare engine at {expected}");
    }

    private static PersistedRecord Encode(CanonicalWriter writer, in CommandEnvelope envelope)
    {
        writer.Reset();
        EnvelopeCodec.Write(writer, envelope);
        return new PersistedRecord(writer.ToArray());
    }

    private Config Config(string journal, string snapshots) => HypercallConfig.Compose(
        ConfigurationFactory.ParseString(
            $"""
            hypercall.journal.choice = sqlite
            hypercall.engine.time-source = submission
            hypercall.journal.sqlite.connection-string = "Data Source={Path.Combine(directory, journal)}.db"
            hypercall.snapshots.sqlite.connection-string = "Data Source={Path.Combine(directory, snapshots)}.db"
            akka.loglevel = WARNING
            akka.log-dead-letters = off
            """));
}
