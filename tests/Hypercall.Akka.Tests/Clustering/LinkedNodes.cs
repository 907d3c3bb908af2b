using Akka.Actor;
using Akka.Configuration;
using Akka.Remote;
using Akka.Remote.Transport;
using Hypercall.Actors.Clustering;
using Hypercall.Actors.Hosting;
using Hypercall.Actors.Tests.Processes;
using Hypercall.Actors.Tests.Support;
using AkkaCluster = Akka.Cluster.Cluster;

namespace Hypercall.Actors.Tests.Clustering;

/// <summary>Nodes of one cluster in one process over real TCP, whose links can be cut one by one.</summary>
internal static class LinkedNodes
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private const string Partition = "main";

    /// <summary>Starts a node per role; the first begins the cluster.</summary>
    /// <param name="folder">Of the journal's files.</param>
    /// <param name="roles">Each node's only role.</param>
    public static async Task<(ActorSystem System, HypercallCluster Cluster)[]> StartAsync(
        string folder, params string[] roles)
    {
        var nodes = new (ActorSystem System, HypercallCluster Cluster)[roles.Length];
        for (int index = 0; index < roles.Length; index++)
        {
            Config config = NodeConfig(folder, roles[index]);
            ActorSystem system = ActorSystem.Create("hypercall", config);
            nodes[index] = (system, await HypercallCluster.StartAsync(system, ClusterSettings.Read(config)));
            AkkaCluster.Get(system).Join(SelfOf(nodes[0].System));
            await AwaitAsync(() => MembersUp(system) == index + 1);
        }

        return nodes;
    }

    /// <summary>Ends what still runs, one node after the other.</summary>
    public static async Task EndAsync(params (ActorSystem System, HypercallCluster Cluster)[] nodes)
    {
        foreach ((ActorSystem system, _) in nodes)
            await CoordinatedShutdown.Get(system).Run(CoordinatedShutdown.ClrExitReason.Instance);
    }

    /// <summary>Nothing passes between two nodes any more.</summary>
    public static async Task CutAsync(ActorSystem left, ActorSystem right)
    {
        await BlackholeAsync(left, SelfOf(right));
        await BlackholeAsync(right, SelfOf(left));
    }

    public static int MembersUp(ActorSystem system) => AkkaCluster.Get(system).State.Members.Count(member =>
        member.Status == Akka.Cluster.MemberStatus.Up);

    public static int IndexOf((ActorSystem System, HypercallCluster Cluster)[] nodes, PartitionOwner owner) =>
        Array.FindIndex(nodes, node => SelfOf(node.System) == owner.Address);

    public static async Task<PartitionOwner> AwaitOwnerAsync(
        (ActorSystem System, HypercallCluster Cluster) node, Func<PartitionOwner, bool> wanted)
    {
        PartitionOwner? owner = null;
        await AwaitAsync(async () =>
        {
            owner = await OwnerProbe.AskAsync(node.System, node.Cluster.Region, Partition);
            return owner is not null && wanted(owner);
        });
        return owner!;
    }

    public static Task AwaitAsync(Func<bool> condition) => AwaitAsync(() => Task.FromResult(condition()));

    private static Task AwaitAsync(Func<Task<bool>> condition) => Eventually.HoldsAsync(Patience, condition);

    private static Address SelfOf(ActorSystem system) => AkkaCluster.Get(system).SelfAddress;

    private static Config NodeConfig(string folder, string role) => HypercallConfig.Compose(
        ConfigurationFactory.ParseString(
            $"""
            hypercall.roles = ["{role}"]
            akka.cluster.roles = ["{role}"]
            akka.remote.dot-netty.tcp.applied-adapters = ["trttl"]
            akka.loglevel = ERROR
            akka.stdout-loglevel = OFF
            akka.loggers = []
            akka.log-dead-letters = off
            """ + "\n" + ClusterJournal.Sqlite(folder).Settings));

    private static async Task BlackholeAsync(ActorSystem system, Address target) => Assert.True(
        await ((IRemoteActorRefProvider)((ExtendedActorSystem)system).Provider).Transport.ManagementCommand(
            new SetThrottle(target, ThrottleTransportAdapter.Direction.Both, Blackhole.Instance)));
}
