using System.Diagnostics;
using Akka.Actor;
using Hypercall.Actors.Engine;
using Hypercall.Actors.Hosting;
using Hypercall.Actors.Protocol;
using Hypercall.Cli.Bench.Workloads;
using Hypercall.Cli.Embedded;
using Hypercall.Cli.Running;
using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Shapes;
using Hypercall.Engine.State;
using Hypercall.Json;

namespace Hypercall.Cli.Bench;

/// <summary>
/// M4 and M5: the engine actor on SQLite, as fast as it takes commands with 1,024 in flight and at 10,000 commands a
/// second, beside Apply alone and beside an actor that persists each event, and the recovery of the journal that gives.
/// The final hash must be that of the bare engine.
/// </summary>
internal sealed class ActorBenchmark
{
    private const int Runs = 3;
    private const int OfferedPerSecond = 10_000;
    private const int OfferedSeconds = 5;

    private readonly Workload _workload;
    private readonly string _directory;
    private readonly Interruption _interruption;
    private readonly List<SubmittedCommand> _commands;
    private readonly Hash256 _expectedHash;

    private ActorBenchmark(Workload workload, string directory, Interruption interruption)
    {
        _workload = workload;
        _directory = directory;
        _interruption = interruption;
        _commands = Submissions(workload);
        _expectedHash = new EngineRun(workload, EngineOptions.Default).Check().Engine.Hash;
    }

    /// <summary>Measures; journals are made in <paramref name="directory"/> and removed again.</summary>
    public static IEnumerable<BenchmarkRow> Run(Workload workload, string directory, Interruption interruption)
    {
        var benchmark = new ActorBenchmark(workload, directory, interruption);
        double apply = Median(benchmark.ApplyAlone);
        double plain = Median(benchmark.Plain);
        var recoveries = new List<double>();
        double actor = Median(() => benchmark.Actor(recoveries));
        string name = $"engine actor on SQLite, {workload.Name}";
        yield return new Target(null, null, "/s", true).Row("M4", $"{name}, 1,024 in flight", actor);
        yield return Target.AtLeast(0.30, 0.45, "").Row("M4", $"{name}, share of Apply alone", actor / apply);
        yield return Target.AtLeast(3, 5, "").Row("M4", $"{name}, times an event persisted each", actor / plain);
        long[] times = benchmark.LatenciesAsync().GetAwaiter().GetResult();
        foreach ((double fraction, double must, double aim) in new[] { (0.5, 1, 0.6), (0.99, 8, 3), (0.999, 20, 8) })
        {
            double ms = Measurement.Nanoseconds(Measurement.Percentile(times, fraction)) / 1e6;
            yield return Target.AtMost(must, aim, "ms").Row("M4", $"{name}, 10,000/s offered: p{fraction * 100:0.#}", ms);
        }

        double recovery = Measurement.Median(recoveries);
        yield return new Target(null, null, "/s", true).Row("M5", $"recovery, hash-checked, {workload.Name}", recovery);
        yield return Target.AtLeast(0.8, 1, "").Row("M5", "recovery, share of Apply alone", recovery / apply);
    }

    private static double Median(Func<double> measure) =>
        Measurement.Median([.. Enumerable.Range(0, Runs).Select(_ => measure())]);

    private double ApplyAlone()
    {
        Measurement.Settle();
        return new EngineRun(_workload, EngineOptions.Default).Measure().Rate;
    }

    private double Plain()
    {
        Measurement.Settle();
        using var folder = new WorkingFolder(_directory, _interruption);
        return PlainAsync(folder.FullName).GetAwaiter().GetResult();
    }

    private async Task<double> PlainAsync(string folder)
    {
        ActorSystem system = ActorSystem.Create(NodeAddress.SystemName, NodeConfig.OfEmbedded(folder, "main"));
        try
        {
            PersistedRecord[] events = Events();
            string plugin = HypercallSystem.Prepare(system).Partition.JournalPluginId;
            var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            long start = Stopwatch.GetTimestamp();
            IActorRef actor = system.ActorOf(Props.Create(() => new PlainActor(plugin)));
            system.ActorOf(Props.Create(() => new PlainActor.Driver(actor, events, CommandFeed.DefaultWindow, done)));
            await done.Task;
            return events.Length / Stopwatch.GetElapsedTime(start).TotalSeconds;
        }
        finally
        {
            await system.Terminate();
        }
    }

    private double Actor(List<double> recoveries)
    {
        Measurement.Settle();
        using var folder = new WorkingFolder(_directory, _interruption);
        double rate = ThroughputAsync(folder.FullName).GetAwaiter().GetResult();
        foreach (string snapshots in Directory.GetFiles(folder.FullName, "akka-snapshots.db*"))
            File.Delete(snapshots);
        recoveries.Add(RecoveryAsync(folder.FullName).GetAwaiter().GetResult());
        return rate;
    }

    private async Task<double> ThroughputAsync(string folder)
    {
        await using EmbeddedEngine engine = await EmbeddedEngine.StartAsync(folder, new EmbeddedOptions());
        CommandFeed feed = engine.Feed(static _ => { });
        long start = Stopwatch.GetTimestamp();
        foreach (SubmittedCommand command in _commands)
            feed.Send(command);
        feed.Complete();
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        await RequireHashAsync(engine);
        return _commands.Count / seconds;
    }

    /// <summary>Times from sending a command to its outcome.</summary>
    private async Task<long[]> LatenciesAsync()
    {
        Measurement.Settle();
        using var folder = new WorkingFolder(_directory, _interruption);
        await using EmbeddedEngine engine = await EmbeddedEngine.StartAsync(folder.FullName, new EmbeddedOptions());
        int count = Math.Min(OfferedPerSecond * OfferedSeconds, _commands.Count);
        var times = new long[count];
        CommandFeed feed = engine.Feed(answer => times[answer.Token] = Stopwatch.GetTimestamp() - times[answer.Token]);
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < count; i++)
        {
            WaitUntil(start + i * Stopwatch.Frequency / OfferedPerSecond);
            times[i] = Stopwatch.GetTimestamp();
            feed.Send(_commands[i]);
        }

        feed.Complete();
        return times;
    }

    /// <summary>Commands per second from the actor's start to its readiness, every recorded hash checked.</summary>
    private async Task<double> RecoveryAsync(string folder)
    {
        Measurement.Settle();
        long start = Stopwatch.GetTimestamp();
        await using EmbeddedEngine engine = await EmbeddedEngine.StartAsync(folder, new EmbeddedOptions());
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        await RequireHashAsync(engine);
        return _commands.Count / seconds;
    }

    private async Task RequireHashAsync(EmbeddedEngine engine)
    {
        Hash256 hash = (await engine.StateAsync()).Hash;
        if (hash != _expectedHash)
            throw new CheckFailedException($"the actor ended at hash {hash}, the engine alone at {_expectedHash}");
    }

    private PersistedRecord[] Events()
    {
        var writer = new CanonicalWriter();
        return [.. _commands.Select((command, index) =>
        {
            writer.Reset();
            EnvelopeCodec.Write(writer, command.ToEnvelope(index + 1));
            return new PersistedRecord(writer.ToArray());
        })];
    }

    private static List<SubmittedCommand> Submissions(Workload workload)
    {
        var commands = new List<SubmittedCommand>(workload.Commands.Length + workload.Accounts + 3);
        foreach (EngineCommand command in WorkloadVenue.Opening(workload.Accounts))
            commands.Add(SubmittedCommand.FromEnvelope(WorkloadVenue.OpeningEnvelope(commands.Count + 1, command)));
        for (int i = 0; i < workload.Commands.Length; i++)
        {
            CommandEnvelope envelope = WorkloadVenue.Envelope(commands.Count + 1, i, workload.Commands[i]);
            commands.Add(SubmittedCommand.FromEnvelope(envelope));
        }

        return commands;
    }

    /// <summary>
    /// Sleeps, so that the pace does not take a processor from the engine; commands then go out in bursts of the few that
    /// a millisecond brings.
    /// </summary>
    private static void WaitUntil(long timestamp)
    {
        while (Stopwatch.GetTimestamp() < timestamp)
            Thread.Sleep(1);
    }
}
