using System.Data.Common;
using Akka.Actor;
using Hypercall.Node.Tests.Support;
using Hypercall.Sequencer.Client;
using Hypercall.Sequencer.Live;
using Microsoft.Data.Sqlite;
using Xunit.Abstractions;

namespace Hypercall.Akka.Tests.Processes;

/// <summary>
/// Three real nodes, load running through the client, and the node that owns the partition ended again and again: every
/// acknowledged command is there once, the hash chain continues, and the outage stays within bounds.
/// </summary>
[Collection(ProcessCollection.Name)]
[Trait("Category", "Processes")]
public sealed class FailoverTests(ITestOutputHelper output)
{
    private const int Rounds = 5;
    private const int Nodes = 3;
    private const int Clients = 8;
    private const int CommandsBetween = 300;

    [Fact]
    public async Task Owner_should_hand_over_on_sigterm_without_losing_a_command()
    {
        using var directory = new TemporaryDirectory();
        double[] outages = await RunAsync(directory.Path, async (fleet, owner) =>
        {
            fleet.Terminate(owner);
            await Task.Run(() => Assert.Equal(0, fleet.WaitForExit(owner)));
        });
        Report("SIGTERM", outages);
    }

    [Fact]
    public async Task Owner_should_be_replaced_after_sigkill_without_losing_a_command()
    {
        using var directory = new TemporaryDirectory();
        double[] outages = await RunAsync(directory.Path, (fleet, owner) =>
        {
            fleet.Kill(owner);
            fleet.WaitForExit(owner);
            return Task.CompletedTask;
        });
        Report("SIGKILL", outages);
    }

    [Fact]
    public async Task Nodes_should_restart_one_after_the_other_without_a_refused_command()
    {
        using var directory = new TemporaryDirectory();
        using var fleet = new NodeFleet(Nodes, "--journal-at", directory.Path);
        await using TestGateway gateway = await StartAsync(fleet, directory.Path);
        Load load = StartLoad(gateway);
        for (int node = 0; node < Nodes; node++)
        {
            await load.WaitForMoreAsync(CommandsBetween);
            double startMs = Load.NowMs;
            fleet.Terminate(node);
            await Task.Run(() => Assert.Equal(0, fleet.WaitForExit(node)));
            await load.WaitForMoreAsync(CommandsBetween);
            output.WriteLine($"node {node} restarts, longest wait for an outcome {load.LongestGapMs(startMs):0} ms");
            fleet.Start(node);
            await gateway.WaitReadyAsync(fleet, Nodes);
        }

        await load.StopAsync();
        Assert.All(load.Answers, answer => Assert.Equal(SubmissionStatus.Executed, answer.Result.Status));
        await CheckAsync(gateway, load, directory.Path);
    }

    private void Report(string signal, double[] outages) =>
        output.WriteLine($"outage after {signal}, ms: {string.Join(", ", outages.Select(ms => ms.ToString("0")))}");

    private static async Task<TestGateway> StartAsync(NodeFleet fleet, string directory)
    {
        for (int node = 0; node < fleet.Count; node++)
            fleet.Start(node);
        TestGateway gateway = await TestGateway.JoinAsync(fleet, directory);
        await gateway.WaitReadyAsync(fleet, fleet.Count);
        return gateway;
    }

    private static Load StartLoad(TestGateway gateway) =>
        new([.. Enumerable.Range(1, Clients).Select(number => gateway.Client(number))]);

    private async Task<double[]> RunAsync(string directory, Func<NodeFleet, int, Task> end)
    {
        using var fleet = new NodeFleet(Nodes, "--journal-at", directory);
        await using TestGateway gateway = await StartAsync(fleet, directory);
        Load load = StartLoad(gateway);
        var outages = new double[Rounds];
        for (int round = 0; round < Rounds; round++)
            outages[round] = await EndOwnerAsync(fleet, gateway, load, end);
        await load.StopAsync();
        await CheckAsync(gateway, load, directory);
        return outages;
    }

    private async Task<double> EndOwnerAsync(
        NodeFleet fleet, TestGateway gateway, Load load, Func<NodeFleet, int, Task> end)
    {
        await load.WaitForMoreAsync(CommandsBetween);
        Address owner = await gateway.WaitReadyAsync(fleet, Nodes);
        int node = fleet.IndexOf(owner);
        double startMs = Load.NowMs;
        await end(fleet, node);
        await load.WaitForMoreAsync(CommandsBetween);
        double outageMs = load.LongestGapMs(startMs);
        output.WriteLine($"node {node} ended, outage {outageMs:0} ms");
        fleet.Start(node);
        await gateway.WaitReadyAsync(fleet, Nodes);
        return outageMs;
    }

    private async Task CheckAsync(TestGateway gateway, Load load, string directory)
    {
        IEngineClient client = gateway.Client(99);
        var answers = new List<LoadAnswer>();
        int retried = 0;
        foreach (LoadAnswer answer in load.Answers)
        {
            bool known = answer.Result.Status == SubmissionStatus.Executed;
            retried += known ? 0 : 1;
            answers.Add(known ? answer : answer with { Result = await client.SubmitAsync(answer.Request) });
        }

        using DbConnection connection = new SqliteConnection(
            $"Data Source={Path.Combine(directory, "akka-journal.db")}");
        connection.Open();
        var fresh = new FreshViews();
        JournalContent journal = JournalContent.Read(connection, fresh.Apply);
        foreach (LoadAnswer answer in answers)
            journal.AssertThereOnce(answer);
        output.WriteLine(
            $"{answers.Count} commands, {retried} asked for again afterwards, journal of {journal.Report.LastSequence} "
            + $"commands in epoch {journal.Report.Epoch}, each acknowledged one there once");
        Assert.True(journal.Report.Epoch > 1);
        await fresh.AssertEqualAsync(gateway);
        await gateway.AssertFollowerAgreesAsync(journal.Report);
    }
}
