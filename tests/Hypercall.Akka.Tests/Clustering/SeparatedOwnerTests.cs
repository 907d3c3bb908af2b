using Akka.Actor;
using Hypercall.Actors.Client;
using Hypercall.Actors.Clustering;
using Hypercall.Actors.Tests.Processes;
using Hypercall.Actors.Tests.Support;
using Hypercall.Sequencer.Client;
using Hypercall.Sequencer.Recovery;
using Xunit.Abstractions;

namespace Hypercall.Actors.Tests.Clustering;

/// <summary>
/// Three engine nodes in one process over real TCP, one of them cut off from the others by the transport while clients
/// on both sides go on: the smaller side goes down, whether it owns the partition or not, and nothing that either side
/// acknowledged is missing or doubled in the one journal.
/// </summary>
[Collection(ProcessCollection.Name)]
[Trait("Category", "Processes")]
public sealed class SeparatedOwnerTests(ITestOutputHelper output) : IDisposable
{
    private const string Partition = "main";
    private const int Nodes = 3;
    private const int Before = 200;
    private readonly TemporaryDirectory _directory = new();

    [Fact]
    public async Task A_separated_owner_should_acknowledge_nothing_that_its_successor_does_not_know()
    {
        var nodes = await StartAsync();
        PartitionOwner before = await LinkedNodes.AwaitOwnerAsync(nodes[1], _ => true);
        int owner = LinkedNodes.IndexOf(nodes, before);
        Load load = StartLoad(nodes);
        await load.WaitForMoreAsync(Before);

        double cutMs = Load.NowMs;
        await CutOffAsync(nodes, owner);
        PartitionOwner successor = await LinkedNodes.AwaitOwnerAsync(
            nodes[(owner + 1) % Nodes], now => now.Address != before.Address);
        await load.WaitForMoreAsync(Before);
        await nodes[owner].System.WhenTerminated.WaitAsync(LinkedNodes.Patience);
        await load.StopAsync();
        await LinkedNodes.EndAsync(nodes);

        Assert.True(successor.Epoch > before.Epoch);
        Assert.True(AssertAcknowledgedOnce(load, cutMs).Epoch >= successor.Epoch);
    }

    [Fact]
    public async Task An_owner_on_the_larger_side_should_go_on_while_the_node_cut_off_acknowledges_nothing()
    {
        var nodes = await StartAsync();
        PartitionOwner before = await LinkedNodes.AwaitOwnerAsync(nodes[1], _ => true);
        int owner = LinkedNodes.IndexOf(nodes, before);
        int other = (owner + 1) % Nodes;
        int lone = (owner + 2) % Nodes;
        Load load = StartLoad(nodes);
        await load.WaitForMoreAsync(Before);

        await CutOffAsync(nodes, lone);
        double cutMs = Load.NowMs;
        await load.WaitForMoreAsync(Before);
        await nodes[lone].System.WhenTerminated.WaitAsync(LinkedNodes.Patience);
        await LinkedNodes.AwaitAsync(() => LinkedNodes.MembersUp(nodes[owner].System) == Nodes - 1);
        await load.WaitForMoreAsync(Before);
        foreach (int node in new[] { owner, other })
            Assert.Equal(before, await LinkedNodes.AwaitOwnerAsync(nodes[node], _ => true));
        await load.StopAsync();
        // The owner last: it hands over to nobody, so that the journal ends in the epoch of the cut.
        await LinkedNodes.EndAsync(nodes[lone], nodes[other], nodes[owner]);

        LoadAnswer[] sentAfter = [.. load.Answers.Where(answer => answer.SentMs > cutMs)];
        Assert.Contains(sentAfter, answer => answer.Client == lone);
        Assert.All(sentAfter, answer => Assert.Equal(answer.Client != lone, answer.Executed));
        Assert.Equal(before.Epoch, AssertAcknowledgedOnce(load, cutMs).Epoch);
    }

    public void Dispose() => _directory.Dispose();

    private Task<(ActorSystem System, HypercallCluster Cluster)[]> StartAsync() =>
        LinkedNodes.StartAsync(_directory.Path, [.. Enumerable.Repeat(ClusterRoles.Engine, Nodes)]);

    /// <summary>A client on each node, of the same index.</summary>
    private static Load StartLoad((ActorSystem System, HypercallCluster Cluster)[] nodes) =>
        new([.. nodes.Select((node, index) => Client(node.Cluster.Region, index))]);

    /// <summary>Every acknowledged command is in the journal once, with the outcome that its client was told.</summary>
    /// <returns>What the journal's replay reports.</returns>
    private RecoveryReport AssertAcknowledgedOnce(Load load, double cutMs)
    {
        JournalContent journal = ClusterJournal.Sqlite(_directory.Path).Read();
        LoadAnswer[] acknowledged = [.. load.Answers.Where(answer => answer.Executed)];
        foreach (LoadAnswer answer in acknowledged)
            journal.AssertThereOnce(answer.Told);
        output.WriteLine(
            $"{acknowledged.Length} of {load.Answers.Count} commands acknowledged, each there once; epoch "
            + $"{journal.Report.Epoch}; longest wait for an outcome after the cut {load.LongestGapMs(cutMs):0} ms");
        return journal.Report;
    }

    private static async Task CutOffAsync((ActorSystem System, HypercallCluster Cluster)[] nodes, int lone)
    {
        for (int index = 0; index < Nodes; index++)
        {
            if (index != lone)
                await LinkedNodes.CutAsync(nodes[lone].System, nodes[index].System);
        }
    }

    /// <summary>A client of one node that gives a command up soon, so that the cut-off one ends.</summary>
    private static EngineClient Client(IActorRef region, int index) => new(
        region,
        Partition,
        new EngineClientOptions
        {
            AskTimeout = TimeSpan.FromSeconds(1),
            Retry = new RetryOptions(PatienceMs: 3_000, FirstDelayMs: 10, LongestDelayMs: 100),
        },
        index);
}
