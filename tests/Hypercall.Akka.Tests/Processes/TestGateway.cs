using Akka.Actor;
using Akka.Configuration;
using Hypercall.Actors.Client;
using Hypercall.Actors.Clustering;
using Hypercall.Actors.Follower;
using Hypercall.Actors.Hosting;
using Hypercall.Sequencer.Client;
using Hypercall.Sequencer.Recovery;

namespace Hypercall.Actors.Tests.Processes;

/// <summary>A gateway and view node within the test: a member of the fleet's cluster with clients and views of the
/// partition.</summary>
internal sealed class TestGateway : IAsyncDisposable
{
    private const string Partition = "main";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private TestGateway(ActorSystem system, HypercallCluster cluster)
    {
        System = system;
        Region = cluster.Region;
    }

    public ActorSystem System { get; }

    public IActorRef Region { get; }

    public static async Task<TestGateway> JoinAsync(NodeFleet fleet, string journal)
    {
        string seeds = string.Join(", ", fleet.Addresses.Select(address => $"\"akka.tcp://hypercall@{address}\""));
        Config config = HypercallConfig.Compose(ConfigurationFactory.ParseString(
            $"""
            hypercall.roles = ["gateway", "view"]
            akka.cluster.roles = ["gateway", "view"]
            akka.cluster.seed-nodes = [{seeds}]
            akka.loglevel = WARNING
            akka.stdout-loglevel = OFF
            akka.log-dead-letters = off
            akka.loggers = []
            """ + "\n" + journal));
        ActorSystem system = ActorSystem.Create("hypercall", config);
        return new TestGateway(system, await HypercallCluster.StartAsync(system, ClusterSettings.Read(config)));
    }

    /// <summary>A client that goes on for as long as a failover may take.</summary>
    /// <param name="submitter">In whose share of the engine's queue its commands wait.</param>
    /// <param name="options">How it asks and retries; null: for as long as it takes.</param>
    public IEngineClient Client(long submitter, EngineClientOptions? options = null) => new EngineClient(
        Region,
        Partition,
        options ?? new EngineClientOptions
        {
            // What was on its way to an owner that is gone is sent again after this: it adds to what a client sees.
            AskTimeout = TimeSpan.FromMilliseconds(500),
            Retry = new RetryOptions(PatienceMs: 600_000, FirstDelayMs: 10, LongestDelayMs: 200),
        },
        submitter);

    /// <summary>Waits until the partition is ready and so many engine nodes are up.</summary>
    /// <returns>The owner's address.</returns>
    public async Task<Address> WaitReadyAsync(NodeFleet fleet, int nodes)
    {
        long start = Environment.TickCount64;
        while (Environment.TickCount64 - start < Patience.TotalMilliseconds)
        {
            PartitionOwner? owner = await OwnerProbe.AskAsync(System, Region, Partition);
            if (owner is not null && EnginesUp() == nodes)
                return owner.Address;
            await Task.Delay(Pause);
        }

        throw new TimeoutException($"not ready with {nodes} nodes: {EnginesUp()} up\n{fleet.Logs()}");
    }

    /// <summary>Asks a view or follower until its answer is as wanted.</summary>
    public async Task<T> AwaitViewAsync<T>(string kind, object query, Func<T, bool> condition)
    {
        ActorSelection view = System.ActorSelection(HypercallCluster.ViewPath(kind, Partition));
        long start = Environment.TickCount64;
        T answer;
        do
        {
            await Task.Delay(Pause);
            answer = await view.Ask<T>(query, Patience);
            Assert.True(Environment.TickCount64 - start < Patience.TotalMilliseconds, $"{kind}: {answer}");
        }
        while (!condition(answer));
        return answer;
    }

    /// <summary>The follower has executed the whole journal too, to the same hash, and raised no alarm.</summary>
    public async Task AssertFollowerAgreesAsync(RecoveryReport journal)
    {
        FollowerStatus status = await AwaitViewAsync<FollowerStatus>(
            "follower", new QueryFollower(), status => status.Sequence >= journal.LastSequence);
        Assert.Equal(FollowerState.Following, status.State);
        Assert.Equal(journal.Hash, status.Hash);
    }

    public async ValueTask DisposeAsync() =>
        await CoordinatedShutdown.Get(System).Run(CoordinatedShutdown.ClrExitReason.Instance);

    private int EnginesUp()
    {
        Akka.Cluster.ClusterEvent.CurrentClusterState state = Akka.Cluster.Cluster.Get(System).State;
        return state.Members.Count(member => member.Status == Akka.Cluster.MemberStatus.Up
            && member.HasRole(ClusterRoles.Engine)
            && !state.Unreachable.Contains(member));
    }
}
