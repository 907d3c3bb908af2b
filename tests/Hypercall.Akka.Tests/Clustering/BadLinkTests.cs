using Akka;
using Akka.Actor;
using Akka.Remote;
using Hypercall.Actors.Clustering;
using Hypercall.Actors.Tests.Processes;
using Hypercall.Actors.Tests.Support;

namespace Hypercall.Actors.Tests.Clustering;

/// <summary>
/// Links that are cut one by one, and engines that all go, in a cluster over real TCP: who puts whom out. The whole
/// table of verdicts is in <see cref="DowningRuleTests"/>.
/// </summary>
[Collection(ProcessCollection.Name)]
[Trait("Category", "Processes")]
public sealed class BadLinkTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    [Theory]
    [InlineData(ClusterRoles.Gateway)]
    [InlineData(ClusterRoles.View)]
    public async Task A_bad_link_between_the_owner_and_a_guest_should_cost_the_guest_only(string role)
    {
        var nodes = await StartAsync(ClusterRoles.Engine, ClusterRoles.Engine, ClusterRoles.Engine, role);
        PartitionOwner before = await LinkedNodes.AwaitOwnerAsync(nodes[1], _ => true);

        await LinkedNodes.CutAsync(nodes[LinkedNodes.IndexOf(nodes, before)].System, nodes[3].System);
        await nodes[3].System.WhenTerminated.WaitAsync(LinkedNodes.Patience);
        foreach ((ActorSystem system, _) in nodes[..3])
            await LinkedNodes.AwaitAsync(() => LinkedNodes.MembersUp(system) == 3);

        Assert.Equal(before, await LinkedNodes.AwaitOwnerAsync(nodes[1], _ => true));
        await LinkedNodes.EndAsync(nodes[..3]);
    }

    [Fact]
    public async Task A_bad_link_between_two_engines_should_cost_the_younger()
    {
        var nodes = await StartAsync(ClusterRoles.Engine, ClusterRoles.Engine, ClusterRoles.Engine);

        await LinkedNodes.CutAsync(nodes[1].System, nodes[2].System);
        await nodes[2].System.WhenTerminated.WaitAsync(LinkedNodes.Patience);
        foreach ((ActorSystem system, _) in nodes[..2])
            await LinkedNodes.AwaitAsync(() => LinkedNodes.MembersUp(system) == 2);

        await LinkedNodes.EndAsync(nodes[..2]);
    }

    [Fact]
    public async Task A_view_left_by_every_engine_should_end_so_that_it_joins_anew()
    {
        var nodes = await StartAsync(ClusterRoles.Engine, ClusterRoles.Engine, ClusterRoles.View);

        await LinkedNodes.EndAsync(nodes[..2]);

        await nodes[2].System.WhenTerminated.WaitAsync(LinkedNodes.Patience);
    }

    [Fact]
    public async Task A_node_that_left_should_be_forgotten_by_the_transport_so_that_its_next_life_is_heard()
    {
        var nodes = await StartAsync(ClusterRoles.Engine, ClusterRoles.Engine);
        Akka.Cluster.UniqueAddress left = Akka.Cluster.Cluster.Get(nodes[1].System).SelfUniqueAddress;
        var forgotten = new TaskCompletionSource<QuarantinedEvent>(TaskCreationOptions.RunContinuationsAsynchronously);
        IActorRef listener = nodes[0].System.ActorOf(Props.Create(() => new Forgetting(forgotten)));
        nodes[0].System.EventStream.Subscribe(listener, typeof(QuarantinedEvent));

        await LinkedNodes.EndAsync(nodes[1]);

        QuarantinedEvent told = await forgotten.Task.WaitAsync(LinkedNodes.Patience);
        Assert.Equal((left.Address, left.Uid), (told.Address, told.Uid));
        await LinkedNodes.EndAsync(nodes[0]);
    }

    /// <summary>What it said last, that it leaves, may still be on its way to them.</summary>
    [Fact]
    public async Task A_node_that_leaves_should_break_off_with_nobody()
    {
        var nodes = await StartAsync(ClusterRoles.Engine, ClusterRoles.Engine);
        ActorSystem leaving = nodes[1].System;
        var brokenOff = new TaskCompletionSource<QuarantinedEvent>(TaskCreationOptions.RunContinuationsAsynchronously);
        IActorRef listener = leaving.ActorOf(Props.Create(() => new Forgetting(brokenOff)));
        leaving.EventStream.Subscribe(listener, typeof(QuarantinedEvent));
        CoordinatedShutdown.Get(leaving).AddTask(
            CoordinatedShutdown.PhaseBeforeActorSystemTerminate, "look", () => PassThroughAsync(leaving, listener));

        await LinkedNodes.EndAsync(nodes[1]);

        Assert.False(brokenOff.Task.IsCompleted);
        await LinkedNodes.EndAsync(nodes[0]);
    }

    public void Dispose() => _directory.Dispose();

    /// <summary>Waits until all have done what they were told to: of members removed, of nodes to break off with, of
    /// those broken off with.</summary>
    private static async Task<Done> PassThroughAsync(ActorSystem system, IActorRef listener)
    {
        await system.ActorSelection("/user/" + PartedNodes.Name)
            .Ask<ActorIdentity>(new Identify(1), LinkedNodes.Patience);
        var provider = (IRemoteActorRefProvider)((ExtendedActorSystem)system).Provider;
        await provider.Transport.ManagementCommand(new object());
        await listener.Ask<ActorIdentity>(new Identify(2), LinkedNodes.Patience);
        return Done.Instance;
    }

    private Task<(ActorSystem System, HypercallCluster Cluster)[]> StartAsync(params string[] roles) =>
        LinkedNodes.StartAsync(_directory.Path, roles);

    private sealed class Forgetting(TaskCompletionSource<QuarantinedEvent> forgotten) : UntypedActor
    {
        protected override void OnReceive(object message) => forgotten.TrySetResult((QuarantinedEvent)message);
    }
}
