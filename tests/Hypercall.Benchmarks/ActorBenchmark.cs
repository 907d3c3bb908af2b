using System.Diagnostics;
using Akka.Actor;
using Hypercall.Benchmarks.Workloads;
using Hypercall.Engine;
using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
using Hypercall.Hashing;
using Hypercall.Json;

namespace Hypercall.Benchmarks;

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
    private readonly Func<IJournalFolder> _folders;
    private readonly List<SubmittedCommand> _commands;
    private readonly Hash256 _expectedHash;

    private ActorBenchmark(Workload workload, Func<IJournalFolder> folders)
    {
        _workload = workload;
        _folders = folders;
        _commands = Submissions(workload);
        _expectedHash = new EngineRun(workload, HostSha256.Options).Check().Engine.Hash;
    }

    public static IEnumerable<BenchmarkRow> Run(Workload workload, Func<IJournalFolder> folders)
    {
        var benchmark = new ActorBenchmark(workload, folders);
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
            string what = $"{name}, 10,000/s offered: p{fraction * 100:0.#}";
            yield return Target.AtMost(must, aim, "ms").Row("M4", what, ms);
        }

        double recovery = Measurement.Median(recoveries[1..]);
        yield return new Target(null, null, "/s", true).Row(
            "M5", $"recovery, hash-checked, {workload.Name}, start-up apart", recovery);
        yield return Target.AtLeast(0.8, 1, "").Row("M5", "recovery, share of Apply alone", recovery / apply);
    }

    /// <summary>Of the runs after the first, in which much is compiled that is not measured.</summary>
    private static double Median(Func<double> measure) =>
        Measurement.Median([.. Enumerable.Range(0, Runs + 1).Select(_ => measure()).Skip(1)]);

    private double ApplyAlone()
    {
        Measurement.Settle();
        return new EngineRun(_workload, HostSha256.Options).Measure().Rate;
    }

    private double Plain()
    {
        Measurement.Settle();
        using IJournalFolder folder = _folders();
        return PlainAsync(folder).GetAwaiter().GetResult();
    }

    private async Task<double> PlainAsync(IJournalFolder folder)
    {
        ActorSystem system = folder.StartPlain(out string plugin);
        try
        {
            var engine = new ExchangeEngine(HostSha256.Options);
            var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            long start = Stopwatch.GetTimestamp();
            IActorRef actor = system.ActorOf(Props.Create(() => new PlainActor(plugin, engine)));
            system.ActorOf(Props.Create(() => new PlainActor.Driver(actor, _commands, folder.Window, done)));
            await done.Task;
            double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            RequireHash(engine.Hash);
            return _commands.Count / seconds;
        }
        finally
        {
            await system.Terminate();
        }
    }

    private double Actor(List<double> recoveries)
    {
        Measurement.Settle();
        using IJournalFolder folder = _folders();
        double rate = ThroughputAsync(folder).GetAwaiter().GetResult();
        folder.DropSnapshots();
        recoveries.Add(RecoveryAsync(folder).GetAwaiter().GetResult());
        return rate;
    }

    private async Task<double> ThroughputAsync(IJournalFolder folder)
    {
        await using IRunningEngine engine = await folder.StartAsync(static _ => { });
        long start = Stopwatch.GetTimestamp();
        foreach (SubmittedCommand command in _commands)
            engine.Send(command);
        engine.Complete();
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        await RequireHashAsync(engine);
        return _commands.Count / seconds;
    }

    /// <summary>Times from sending a command to its outcome.</summary>
    private async Task<long[]> LatenciesAsync()
    {
        Measurement.Settle();
        using IJournalFolder folder = _folders();
        int count = Math.Min(OfferedPerSecond * OfferedSeconds, _commands.Count);
        var times = new long[count];
        await using IRunningEngine engine = await folder.StartAsync(
            index => times[index] = Stopwatch.GetTimestamp() - times[index]);
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < count; i++)
        {
            WaitUntil(start + i * Stopwatch.Frequency / OfferedPerSecond);
            times[i] = Stopwatch.GetTimestamp();
            engine.Send(_commands[i]);
        }

        engine.Complete();
        return times;
    }

    /// <summary>
    /// Commands per second from the actor's start to its readiness, every recorded hash checked, without what the start
    /// takes on an empty journal.
    /// </summary>
    private async Task<double> RecoveryAsync(IJournalFolder folder)
    {
        TimeSpan empty = await StartOfEmptyAsync();
        Measurement.Settle();
        await using IRunningEngine engine = await folder.StartAsync(static _ => { });
        await RequireHashAsync(engine);
        return _commands.Count / (engine.ReadyAfter - empty).TotalSeconds;
    }

    private async Task<TimeSpan> StartOfEmptyAsync()
    {
        using IJournalFolder folder = _folders();
        await using IRunningEngine engine = await folder.StartAsync(static _ => { });
        return engine.ReadyAfter;
    }

    private async Task RequireHashAsync(IRunningEngine engine) => RequireHash(await engine.HashAsync());

    private void RequireHash(Hash256 hash)
    {
        if (hash != _expectedHash)
            throw new BenchmarkFailedException($"the actor ended at hash {hash}, the engine alone at {_expectedHash}");
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
