using Akka.Cluster;
using Akka.Remote;

namespace Hypercall.Actors.Clustering;

/// <summary>
/// Ends what the transport still holds of a node that has left the cluster, as Akka does only for one that was put out.
/// A node that comes back on the same address while its former life is remembered may open a connection at the moment
/// in which one is opened to it; the transport then stops a writer that is connecting, whose connection stays open
/// without an owner, and the other side reads from that one alone: it never hears this node again. A node that leaves
/// is told that all others are removed, and ends nothing: its last words may still be on their way to them.
/// </summary>
internal sealed class PartedNodes : ReceiveActor
{
    /// <summary>Name of the actor.</summary>
    public const string Name = "hypercall-parted-nodes";

    private readonly Akka.Cluster.Cluster _cluster = Akka.Cluster.Cluster.Get(Context.System);
    private readonly IRemoteActorRefProvider _provider =
        (IRemoteActorRefProvider)((ExtendedActorSystem)Context.System).Provider;

    public PartedNodes() => Receive<ClusterEvent.MemberRemoved>(removed => Part(removed.Member));

    protected override void PreStart() => _cluster.Subscribe(
        Self, ClusterEvent.SubscriptionInitialStateMode.InitialStateAsEvents, typeof(ClusterEvent.MemberRemoved));

    protected override void PostStop() => _cluster.Unsubscribe(Self);

    private void Part(Member member)
    {
        if (!_cluster.IsTerminated)
            _provider.Quarantine(member.Address, member.UniqueAddress.Uid);
    }
}
