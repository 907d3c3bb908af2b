using Akka.Actor;
using Akka.Configuration;
using Hypercall.Akka.Client;
using Hypercall.Akka.Clustering;
using Hypercall.Akka.Hosting;
using Hypercall.Akka.Protocol;
using Hypercall.Sequencer.Client;

namespace Hypercall.Akka.Tests.Processes;

/// <summary>A gateway node within the test: a member of the fleet's cluster with clients of the partition.</summary>
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

    public static async Task<TestGateway> JoinAsync(NodeFleet fleet)
    {
        string seeds = string.Join(", ", fleet.Addresses.Select(address => $"\"akka.tcp://hypercall@{address}\""));
        Config config = HypercallConfig.Compose(ConfigurationFactory.ParseString(
            $"""
            hypercall.roles = ["gateway"]
            hypercall.journal.choice = memory
            akka.cluster.seed-nodes = [{seeds}]
            akka.loglevel = WARNING
            akka.stdout-loglevel = OFF
            akka.log-dead-letters = off
            akka.loggers = []
            """));
        ActorSystem system = ActorSystem.Create("hypercall", config);
        return new TestGateway(system, await HypercallCluster.StartAsync(system, ClusterSettings.Read(config)));
    }

    /// <summary>A client that goes on for as long as a failover may take.</summary>
    public IEngineClient Client(long submitter) => new EngineClient(
        Region,
        Partition,
        new EngineClientOptions
        {
            AskTimeout = TimeSpan.FromSeconds(2),
            Retry = new RetryOptions(MaxTries: 200, FirstDelayMs: 10, LongestDelayMs: 200),
        },
        submitter);

    /// <summary>Waits until the partition is ready and so many engine nodes are up.</summary>
    /// <returns>The owner's address.</returns>
    public async Task<Address> WaitReadyAsync(NodeFleet fleet, int nodes)
    {
        long start = Environment.TickCount64;
        object? last = null;
        while (Environment.TickCount64 - start < Patience.TotalMilliseconds)
        {
            (last, Address? owner) = await AskOwnerAsync();
            if (owner is not null && EnginesUp() == nodes)
                return owner;
            await Task.Delay(Pause);
        }

        throw new TimeoutException($"not ready with {nodes} nodes: {last}, {EnginesUp()} up\n{fleet.Logs()}");
    }

    public async ValueTask DisposeAsync() =>
        await CoordinatedShutdown.Get(System).Run(CoordinatedShutdown.ClrExitReason.Instance);

    private int EnginesUp()
    {
        global::Akka.Cluster.ClusterEvent.CurrentClusterState state = global::Akka.Cluster.Cluster.Get(System).State;
        return state.Members.Count(member => member.Status == global::Akka.Cluster.MemberStatus.Up
            && member.HasRole(ClusterRoles.Engine)
            && !state.Unreachable.Contains(member));
    }

    private async Task<(object? Last, Address? Owner)> AskOwnerAsync()
    {
        var probe = new TaskCompletionSource<(object, Address)>();
        IActorRef receiver = System.ActorOf(Props.Create(() => new SenderProbe(probe)));
        Region.Tell(new QueryHealth(Partition, 0), receiver);
        Task first = await Task.WhenAny(probe.Task, Task.Delay(TimeSpan.FromSeconds(1)));
        System.Stop(receiver);
        if (first != probe.Task)
            return (null, null);
        (object message, Address sender) = await probe.Task;
        return (message, message is PartitionHealth { State: PartitionState.Ready } ? sender : null);
    }

    private sealed class SenderProbe(TaskCompletionSource<(object, Address)> answer) : UntypedActor
    {
        protected override void OnReceive(object message) => answer.TrySetResult((message, Sender.Path.Address));
    }
}
