using Akka.Actor;
using Akka.Configuration;
using Akka.Remote;
using Akka.Remote.Transport;
using Hypercall.Akka.Client;
using Hypercall.Akka.Clustering;
using Hypercall.Akka.Hosting;
using Hypercall.Akka.Protocol;
using Hypercall.Akka.Tests.Processes;
using Hypercall.Node.Tests.Support;
using Hypercall.Sequencer.Client;
using Hypercall.Sequencer.Live;
using Xunit.Abstractions;
using AkkaCluster = Akka.Cluster.Cluster;

namespace Hypercall.Akka.Tests.Clustering;

/// <summary>
/// Three engine nodes in one process over real TCP, the owner cut off from the others by the transport while clients on
/// both sides go on: the smaller side goes down, and nothing that either side acknowledged is missing or doubled in
/// the one journal.
/// </summary>
[Collection(ProcessCollection.Name)]
[Trait("Category", "Processes")]
public sealed class SeparatedOwnerTests(ITestOutputHelper output) : IDisposable
{
    private const string Partition = "main";
    private const int Nodes = 3;
    private const int Before = 200;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private readonly TemporaryDirectory _directory = new();

    [Fact]
    public async Task A_separated_owner_should_acknowledge_nothing_that_its_successor_does_not_know()
    {
        (ActorSystem System, HypercallCluster Cluster)[] nodes = await StartAsync();
        Address ownerAddress = await AwaitOwnerAsync(nodes[1], _ => true);
        int owner = Array.FindIndex(nodes, node => SelfOf(node.System) == ownerAddress);
        var load = new Load([.. nodes.Select((node, index) => Client(node.Cluster.Region, index))]);
        await load.WaitForMoreAsync(Before);

        double cutMs = Load.NowMs;
        await CutOffAsync(nodes, owner);
        var other = nodes[(owner + 1) % Nodes];
        await AwaitOwnerAsync(other, address => address != ownerAddress);
        await load.WaitForMoreAsync(Before);
        await nodes[owner].System.WhenTerminated.WaitAsync(Patience);
        await load.StopAsync();
        foreach ((ActorSystem system, _) in nodes)
            await CoordinatedShutdown.Get(system).Run(CoordinatedShutdown.ClrExitReason.Instance);

        JournalContent journal = ClusterJournal.Sqlite(_directory.Path).Read();
        LoadAnswer[] acknowledged =
            [.. load.Answers.Where(answer => answer.Result.Status == SubmissionStatus.Executed)];
        foreach (LoadAnswer answer in acknowledged)
            journal.AssertThereOnce(answer);
        Assert.True(journal.Report.Epoch >= 2);
        output.WriteLine(
            $"{acknowledged.Length} of {load.Answers.Count} commands acknowledged, each there once; epoch "
            + $"{journal.Report.Epoch}; longest wait for an outcome after the cut {load.LongestGapMs(cutMs):0} ms");
    }

    public void Dispose() => _directory.Dispose();

    private async Task<(ActorSystem System, HypercallCluster Cluster)[]> StartAsync()
    {
        var nodes = new (ActorSystem System, HypercallCluster Cluster)[Nodes];
        for (int index = 0; index < Nodes; index++)
        {
            Config config = NodeConfig();
            ActorSystem system = ActorSystem.Create("hypercall", config);
            _ = HypercallAkka.Get(system);
            nodes[index] = (system, await HypercallCluster.StartAsync(system, ClusterSettings.Read(config)));
            AkkaCluster.Get(system).Join(SelfOf(nodes[0].System));
        }

        await AwaitAsync(() => AkkaCluster.Get(nodes[0].System).State.Members.Count(member =>
            member.Status == global::Akka.Cluster.MemberStatus.Up) == Nodes);
        return nodes;
    }

    private Config NodeConfig() => HypercallConfig.Compose(ConfigurationFactory.ParseString(
        $"""
        hypercall.roles = ["engine"]
        akka.cluster.roles = ["engine"]
        akka.remote.dot-netty.tcp.applied-adapters = ["trttl"]
        akka.loglevel = ERROR
        akka.stdout-loglevel = OFF
        akka.loggers = []
        akka.log-dead-letters = off
        """ + "\n" + ClusterJournal.Sqlite(_directory.Path).Settings));

    private static async Task CutOffAsync((ActorSystem System, HypercallCluster Cluster)[] nodes, int owner)
    {
        for (int index = 0; index < Nodes; index++)
        {
            if (index == owner)
                continue;
            await BlackholeAsync(nodes[owner].System, SelfOf(nodes[index].System));
            await BlackholeAsync(nodes[index].System, SelfOf(nodes[owner].System));
        }
    }

    private static async Task BlackholeAsync(ActorSystem system, Address target) => Assert.True(
        await ((IRemoteActorRefProvider)((ExtendedActorSystem)system).Provider).Transport.ManagementCommand(
            new SetThrottle(target, ThrottleTransportAdapter.Direction.Both, Blackhole.Instance)));

    /// <summary>A client of one node that gives a command up soon, so that the cut-off one ends.</summary>
    private static EngineClient Client(IActorRef region, int index) => new(
        region,
        Partition,
        new EngineClientOptions
        {
            AskTimeout = TimeSpan.FromSeconds(1),
            Retry = new RetryOptions(MaxTries: 3, FirstDelayMs: 10, LongestDelayMs: 100),
        },
        index);

    private static Address SelfOf(ActorSystem system) => AkkaCluster.Get(system).SelfAddress;

    private static async Task<Address> AwaitOwnerAsync(
        (ActorSystem System, HypercallCluster Cluster) node, Func<Address, bool> wanted)
    {
        Address? owner = null;
        await AwaitAsync(async () =>
        {
            owner = await OwnerProbe.AskAsync(node.System, node.Cluster.Region, Partition);
            return owner is not null && wanted(owner);
        });
        return owner!;
    }

    private static Task AwaitAsync(Func<bool> condition) => AwaitAsync(() => Task.FromResult(condition()));

    private static async Task AwaitAsync(Func<Task<bool>> condition)
    {
        long start = Environment.TickCount64;
        while (!await condition())
        {
            Assert.True(Environment.TickCount64 - start < Patience.TotalMilliseconds, "waited too long");
            await Task.Delay(Pause);
        }
    }
}
