using Akka.Actor;
using Hypercall.Actors.Tests.Support;
using Hypercall.Sequencer.Live;
using Xunit.Abstractions;

namespace Hypercall.Actors.Tests.Processes;

/// <summary>
/// Three real nodes, load running through the client, and the node that owns the partition ended again and again: every
/// acknowledged command is there once, the hash chain continues, views and follower agree with the journal. Outages are
/// reported, not asserted: they are the machine's as much as ours.
/// </summary>
[Collection(ProcessCollection.Name)]
[Trait("Category", "Processes")]
public sealed class FailoverTests(ITestOutputHelper output)
{
    private const int Nodes = 3;
    private const int Clients = 8;
    private const int CommandsBetween = 300;

    /// <summary>Some hundred commands a second: other tests want the processor too.</summary>
    private const int ThinkMs = 16;

    /// <summary>What is asked for; a longer outage leaves the nodes' logs in the test's output.</summary>
    private const double GracefulMs = 2_000;
    private const double KillMs = 10_000;

    [Fact]
    public async Task Owner_should_be_replaced_after_sigkill_without_losing_a_command()
    {
        using var directory = new TemporaryDirectory();
        await EndOwnersAsync(ClusterJournal.Sqlite(directory.Path), (Kill, KillMs), (Kill, KillMs));
    }

    [PostgresqlFact]
    public async Task Owner_should_be_replaced_after_sigterm_and_sigkill_on_postgresql()
    {
        using var database = new PostgresqlDatabase();
        await EndOwnersAsync(ClusterJournal.Postgresql(database), (Terminate, GracefulMs), (Kill, KillMs));
    }

    [Fact]
    public async Task Nodes_should_restart_one_after_the_other_without_a_refused_command()
    {
        using var directory = new TemporaryDirectory();
        ClusterJournal journal = ClusterJournal.Sqlite(directory.Path);
        using var fleet = new NodeFleet(Nodes, journal.NodeOptions);
        await using TestGateway gateway = await StartAsync(fleet, journal);
        Load load = StartLoad(gateway);
        for (int node = 0; node < Nodes; node++)
        {
            double longestMs = await LoggedAsync(fleet, RestartAsync(fleet, gateway, load, node, Terminate));
            output.WriteLine($"node {node} restarted, longest wait for an outcome {longestMs:0} ms");
        }

        await load.StopAsync();
        Assert.All(load.Answers, answer => Assert.Equal(SubmissionStatus.Executed, answer.Result.Status));
        await CheckAsync(gateway, load, journal);
    }

    private static async Task Terminate(NodeFleet fleet, int node)
    {
        fleet.Terminate(node);
        int code = await Task.Run(() => fleet.WaitForExit(node));
        Assert.True(code == 0, $"exit code {code}\n{fleet.Log(node)}");
    }

    private static Task Kill(NodeFleet fleet, int node)
    {
        fleet.Kill(node);
        return Task.Run(() => fleet.WaitForExit(node));
    }

    private static async Task<TestGateway> StartAsync(NodeFleet fleet, ClusterJournal journal)
    {
        for (int node = 0; node < fleet.Count; node++)
            fleet.Start(node);
        TestGateway gateway = await TestGateway.JoinAsync(fleet, journal.Settings);
        await gateway.WaitReadyAsync(fleet, fleet.Count);
        return gateway;
    }

    private static Load StartLoad(TestGateway gateway) =>
        new([.. Enumerable.Range(1, Clients).Select(number => gateway.Client(number))], ThinkMs);

    /// <summary>Ends few owners: how often is for <c>tests/run.sh --chaos</c>.</summary>
    private async Task EndOwnersAsync(
        ClusterJournal journal, params (Func<NodeFleet, int, Task> End, double AskedMs)[] rounds)
    {
        using var fleet = new NodeFleet(Nodes, journal.NodeOptions);
        await using TestGateway gateway = await StartAsync(fleet, journal);
        Load load = StartLoad(gateway);
        foreach ((Func<NodeFleet, int, Task> end, double askedMs) in rounds)
        {
            Address owner = await gateway.WaitReadyAsync(fleet, Nodes);
            double outageMs = await LoggedAsync(
                fleet, RestartAsync(fleet, gateway, load, fleet.IndexOf(owner), end));
            output.WriteLine($"{end.Method.Name}: owner ended, outage {outageMs:0} ms; load average {LoadAverage()}");
            if (outageMs > askedMs)
                output.WriteLine(fleet.Logs());
        }

        await load.StopAsync();
        await CheckAsync(gateway, load, journal);
    }

    /// <returns>The longest time without an outcome, in ms.</returns>
    private static async Task<double> RestartAsync(
        NodeFleet fleet, TestGateway gateway, Load load, int node, Func<NodeFleet, int, Task> end)
    {
        await load.WaitForMoreAsync(CommandsBetween);
        double startMs = Load.NowMs;
        await end(fleet, node);
        await load.WaitForMoreAsync(CommandsBetween);
        double longestMs = load.LongestGapMs(startMs);
        fleet.Start(node);
        await gateway.WaitReadyAsync(fleet, Nodes);
        return longestMs;
    }

    /// <summary>A failure leaves what the nodes wrote in the test's output.</summary>
    private async Task<T> LoggedAsync<T>(NodeFleet fleet, Task<T> step)
    {
        try
        {
            return await step;
        }
        catch
        {
            output.WriteLine(fleet.Logs());
            throw;
        }
    }

    private async Task CheckAsync(TestGateway gateway, Load load, ClusterJournal journal)
    {
        output.WriteLine(await HistoryCheck.RunAsync(gateway, gateway.Client(Clients + 1), load, journal));
    }

    private static string LoadAverage() =>
        File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "unknown";
}
