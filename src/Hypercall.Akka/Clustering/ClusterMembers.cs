using Akka.Cluster;
using Akka.Cluster.Tools.PublishSubscribe;
using Hypercall.Actors.Ownership;

namespace Hypercall.Actors.Clustering;

/// <summary>The members of a cluster, for the owners of its partitions.</summary>
/// <param name="system">A node's system.</param>
/// <param name="limits">How they are asked.</param>
internal sealed class ClusterMembers(ActorSystem system, MemberInquirySettings limits) : IVenueMembers
{
    private readonly Cluster _cluster = Cluster.Get(system);
    private readonly IActorRef _mediator = DistributedPubSub.Get(system).Mediator;

    public TimeSpan ClockCheckInterval => limits.ClockCheckInterval;

    public Props Inquiry(PartitionSettings settings) => MemberInquiry.Props(settings, limits);

    public bool Release(string partition)
    {
        bool hasOther = _cluster.State.Members.Except(_cluster.State.Unreachable).Any(member =>
            member.Status == MemberStatus.Up
            && member.HasRole(ClusterRoles.Engine)
            && member.Address != _cluster.SelfAddress);
        if (hasOther)
            Tell(new ReleasePartition(partition, _cluster.SelfAddress.ToString()));
        return hasOther;
    }

    public void AcceptLoss(string partition, JournalMark mark) =>
        Tell(new JournalMarked(partition, mark, Replaces: true));

    private void Tell(IHypercallMessage message) =>
        _mediator.Tell(new Publish(MemberWitness.Topic, message), ActorRefs.NoSender);
}
