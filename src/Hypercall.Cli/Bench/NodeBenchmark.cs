using System.Diagnostics;
using Hypercall.Cli.Bench.Workloads;
using Hypercall.Cli.Replay;
using Hypercall.Engine.Commands;
using Hypercall.Engine.Numerics;
using Hypercall.Engine.State;
using Hypercall.Json;
using Hypercall.Node.Hosting;
using Hypercall.Node.Storage;
using Hypercall.Sequencer.Journal;
using Hypercall.Sequencer.Recovery;

namespace Hypercall.Cli.Bench;

/// <summary>
/// M3 and M5: the durable single node on a real disk, as fast as it takes commands with 1,024 in flight and at 10,000
/// commands a second, and the recovery of the journal that gives. The final hash must be that of the bare engine.
/// </summary>
internal sealed class NodeBenchmark
{
    private const int Runs = 3;
    private const int OfferedPerSecond = 10_000;
    private const int OfferedSeconds = 5;

    private readonly Workload _workload;
    private readonly string _directory;
    private readonly List<SubmittedCommand> _commands;
    private readonly Hash256 _expectedHash;

    private NodeBenchmark(Workload workload, string directory)
    {
        _workload = workload;
        _directory = directory;
        _commands = Submissions(workload);
        _expectedHash = new EngineRun(workload, EngineOptions.Default).Check().Engine.Hash;
    }

    /// <summary>Measures; journals are made in <paramref name="directory"/> and removed again.</summary>
    public static IEnumerable<BenchmarkRow> Run(Workload workload, string directory)
    {
        var benchmark = new NodeBenchmark(workload, directory);
        double[] rates = new double[Runs];
        double[] recoveries = new double[Runs];
        for (int run = 0; run < Runs; run++)
        {
            using var journal = new WorkingFolder(directory);
            rates[run] = benchmark.Throughput(journal.FullName).GetAwaiter().GetResult();
            recoveries[run] = benchmark.Recovery(journal.FullName);
        }

        string name = $"node, durable, {workload.Name}";
        yield return Target.AtLeast(300_000, 600_000, "/s").Row(
            "M3", $"{name}, 1,024 in flight", Measurement.Median(rates));
        double latency = benchmark.Latency().GetAwaiter().GetResult();
        yield return Target.AtMost(5, 2, "ms").Row("M3", $"{name}, 10,000/s offered: p99", latency);
        yield return Target.AtLeast(700_000, 1e6, "/s").Row(
            "M5", $"recovery, hash-checked, {workload.Name}", Measurement.Median(recoveries));
    }

    private async Task<double> Throughput(string journal)
    {
        Measurement.Settle();
        await using EngineNode node = await StartAsync(journal);
        var feeder = new NodeFeeder(node, static (_, _) => { });
        long start = Stopwatch.GetTimestamp();
        foreach (SubmittedCommand command in _commands)
            feeder.Send(command);
        feeder.Complete();
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        Hash256 hash = await node.QueryAsync(engine => engine.Hash);
        if (hash != _expectedHash)
            throw new CheckFailedException($"the node ended at hash {hash}, the engine alone at {_expectedHash}");
        return _commands.Count / seconds;
    }

    /// <summary>p99 in milliseconds from sending a command to its outcome.</summary>
    private async Task<double> Latency()
    {
        Measurement.Settle();
        using var journal = new WorkingFolder(_directory);
        await using EngineNode node = await StartAsync(journal.FullName);
        int count = Math.Min(OfferedPerSecond * OfferedSeconds, _commands.Count);
        var times = new long[count];
        var feeder = new NodeFeeder(node, (token, _) => times[token] = Stopwatch.GetTimestamp() - times[token]);
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < count; i++)
        {
            WaitUntil(start + i * Stopwatch.Frequency / OfferedPerSecond);
            times[i] = Stopwatch.GetTimestamp();
            feeder.Send(_commands[i]);
        }

        feeder.Complete();
        return Measurement.Nanoseconds(Measurement.Percentile(times, 0.99)) / 1e6;
    }

    /// <summary>Commands per second of a replay that checks every recorded hash.</summary>
    private double Recovery(string directory)
    {
        Measurement.Settle();
        using SqliteJournal journal = SqliteJournal.OpenReadOnly(directory);
        long start = Stopwatch.GetTimestamp();
        var replayer = new JournalReplayer(new ReplayOptions { EngineId = journal.EngineId, HashesAhead = true });
        using IJournalCursor cursor = journal.Read(1);
        while (cursor.MoveNext())
        {
            ReplayVerdict verdict = replayer.Replay(cursor.Current.Number, cursor.Current.Bytes);
            if (!verdict.Accepted)
                throw new CheckFailedException(verdict.Error!);
        }

        bool arrived = replayer.Engine.Hash == _expectedHash;
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        if (!arrived)
            throw new CheckFailedException($"recovery ended at hash {replayer.Engine.Hash}, not at {_expectedHash}");
        return replayer.Report.CommandsReplayed / seconds;
    }

    private static async Task<EngineNode> StartAsync(string directory)
    {
        NodeOptions options = NodeOptions.For();
        options = options with { Sequencer = options.Sequencer with { TimeSource = TimeSource.Submission } };
        EngineNode node = EngineNode.Start(directory, options);
        await NodeFailure.ThrowIfStoppedAsync(node.Ready);
        return node;
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
    /// Sleeps, so that the pace does not take a processor from the node; commands then go out in bursts of the few that
    /// a millisecond brings.
    /// </summary>
    private static void WaitUntil(long timestamp)
    {
        while (Stopwatch.GetTimestamp() < timestamp)
            Thread.Sleep(1);
    }
}
