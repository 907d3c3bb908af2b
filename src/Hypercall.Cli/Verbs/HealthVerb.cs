using Hypercall.Gateway.Reads;
using Hypercall.Sequencer.Live;

namespace Hypercall.Cli.Verbs;

/// <summary><c>hypercall health</c>: how partitions are, as lines for a person and an exit code for a
/// script.</summary>
internal static class HealthVerb
{
    private static readonly TimeSpan TryTimeout = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(100);

    public static Command Create()
    {
        Option<string[]> nodes = ClientOptions.Nodes();
        Option<string?> certificates = ClientOptions.Certificates();
        Option<string[]> partitions = Options.WithDefault<string[]>(
            "--partition", ["main"], "A market partition; more than once for several.");
        Option<double> timeout = ClientOptions.Timeout(5, "Seconds to wait for an answer.");
        var command = new Command(
            "health",
            "Say how a partition is, since when and why: 0 ready; 1 otherwise, a stuck transfer, or no answer.")
        {
            nodes, certificates, partitions, timeout,
        };
        command.SetAction(async parsed =>
        {
            await using var connection = new ClusterConnection(
                parsed.GetRequiredValue(nodes), parsed.GetValue(certificates));
            var limit = TimeSpan.FromSeconds(parsed.GetRequiredValue(timeout));
            int code = ExitCode.Done;
            foreach (string partition in parsed.GetRequiredValue(partitions))
                code = Math.Max(code, await ReportAsync(connection.Contacts, partition, limit));
            // Where a partition is not well, somebody has waited long enough.
            return Math.Max(code, await TransferHealth.ReportAsync(
                connection.Contacts, TryTimeout, code == ExitCode.Done ? limit : TimeSpan.Zero));
        });
        return command;
    }

    private static async Task<int> ReportAsync(IActorRef contacts, string partition, TimeSpan limit)
    {
        long start = Stopwatch.GetTimestamp();
        EngineUnavailable? refusal = null;
        while (Stopwatch.GetElapsedTime(start) < limit)
        {
            object? answer = await contacts.TryAskAsync<object>(new QueryHealth(partition, 0), TryTimeout);
            if (answer is PartitionHealth health)
                return Report(health);
            refusal = answer as EngineUnavailable ?? refusal;
            if (refusal is { State: PartitionState.NoSuch })
                break;
            await Task.Delay(RetryDelay);
        }

        Console.Out.WriteLine($"{partition}: no answer{(refusal is null ? "" : $" ({OneLine.Of(refusal.Detail)})")}");
        return refusal is { State: PartitionState.NoSuch } ? ExitCode.BadInput : ExitCode.CheckFailed;
    }

    private static int Report(PartitionHealth health)
    {
        foreach (string line in Lines(health))
            Console.Out.WriteLine(line);
        return health.State == PartitionState.Ready ? ExitCode.Done : ExitCode.CheckFailed;
    }

    /// <summary>What is said of a partition: its state, why it stopped, each warning; a line each, whatever is in them.
    /// </summary>
    internal static IEnumerable<string> Lines(PartitionHealth health)
    {
        DateTimeOffset since = DateTimeOffset.FromUnixTimeMilliseconds(health.SinceMs);
        yield return $"{health.Partition}: {Word(health.State)} since {since:yyyy-MM-dd'T'HH:mm:ss'Z'}, "
            + $"epoch {health.Epoch}, sequence {health.Sequence}, {health.Starts} start(s) at its owner";
        string title = health.State == PartitionState.Ready ? "last stop" : "cause";
        if (health.Stop is { } stop)
            yield return $"  {title}: {OneLine.Of(Cause(stop))}";
        foreach (string warning in health.Warnings)
            yield return $"  warning: {OneLine.Of(warning)}";
    }

    private static string Cause(StopNotice stop)
    {
        string record = stop.RecordNumber > 0 ? $", record {stop.RecordNumber}" : "";
        string sequence = stop.Sequence > 0 ? $", sequence {stop.Sequence}" : "";
        return $"{stop.Reason}{record}{sequence}: {stop.Detail}";
    }

    private static string Word(PartitionState state) => state switch
    {
        PartitionState.Down => "stopped",
        _ => state.ToString().ToLowerInvariant(),
    };
}
