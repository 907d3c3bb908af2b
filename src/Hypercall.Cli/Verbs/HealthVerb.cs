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
        Option<double> timeout = ClientOptions.Timeout(
            ClusterConnection.ContactPatience.TotalSeconds, "Seconds to wait for an answer.");
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
            long start = Stopwatch.GetTimestamp();
            (int code, bool isReached) = (ExitCode.Done, true);
            foreach (string partition in parsed.GetRequiredValue(partitions))
            {
                if (!isReached)
                {
                    Console.Out.WriteLine($"{partition}: no answer");
                    continue;
                }

                (int itsCode, isReached) = await ReportAsync(
                    connection.Contacts, partition, limit - Stopwatch.GetElapsedTime(start));
                code = Math.Max(code, itsCode);
            }

            if (!isReached)
                return code;
            // Where a partition is not well, somebody has waited long enough.
            return Math.Max(code, await TransferHealth.ReportAsync(
                connection, TryTimeout, code == ExitCode.Done ? limit : TimeSpan.Zero));
        });
        return command;
    }

    /// <param name="limit">How long it is asked; at least once.</param>
    /// <returns>The exit code, and whether a node was reached.</returns>
    private static async Task<(int Code, bool IsReached)> ReportAsync(
        IActorRef contacts, string partition, TimeSpan limit)
    {
        long start = Stopwatch.GetTimestamp();
        EngineUnavailable? refusal = null;
        object? answer;
        do
        {
            answer = await contacts.TryAskAsync<object>(new QueryHealth(partition, 0), TryTimeout);
            if (answer is PartitionHealth health)
                return (Report(health), true);
            refusal = answer as EngineUnavailable ?? refusal;
            if (refusal is { State: PartitionState.NoSuch })
                break;
            await Task.Delay(RetryDelay);
        }
        while (Stopwatch.GetElapsedTime(start) < limit);

        Console.Out.WriteLine($"{partition}: no answer{(refusal is null ? "" : $" ({OneLine.Of(refusal.Detail)})")}");
        return refusal is { State: PartitionState.NoSuch }
            ? (ExitCode.BadInput, true)
            : (ExitCode.CheckFailed, answer is not EngineUnavailable);
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
