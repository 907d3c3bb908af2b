using Akka.Cluster;
using Akka.Cluster.Tools.PublishSubscribe;
using Hypercall.Actors.Ownership;

namespace Hypercall.Actors.Clustering;

/// <summary>The other members of a venue, as a partition's owner sees them; a host that is alone has none.</summary>
/// <param name="system">A node's system.</param>
/// <param name="limits">How they are asked.</param>
internal sealed class ClusterMembers(ActorSystem system, MemberInquirySettings limits)
{
    private readonly Cluster _cluster = Cluster.Get(system);
    private readonly IActorRef _mediator = DistributedPubSub.Get(system).Mediator;

    /// <summary>How often an owner compares its clock with theirs.</summary>
    public TimeSpan ClockCheckInterval => limits.ClockCheckInterval;

    /// <summary>
    /// An actor that asks the members for its parent: answers <see cref="AskMembers"/> by <see cref="MembersHeard"/>.
    /// </summary>
    public Props Inquiry(PartitionSettings settings) => Props.Create(() => new MemberInquiry(settings, limits));

    /// <summary>Has the partition placed on another engine member.</summary>
    /// <returns>False where no other one is up.</returns>
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

    /// <summary>Tells the members that what they remember of the journal beyond a mark is lost.</summary>
    public void AcceptLoss(string partition, JournalMark mark) =>
        Tell(new JournalMarked(partition, mark, Replaces: true));

    /// <summary>
    /// Tells it again to those who remember it. Not to the views: those that were there have begun anew, and whoever
    /// joined later has seen nothing of what is lost.
    /// </summary>
    public void RepeatLoss(string partition, JournalMark mark)
    {
        foreach (Member member in _cluster.State.Members)
        {
            system.ActorSelection(member.Address + MemberWitness.Path).Tell(
                new JournalMarked(partition, mark, Replaces: true), ActorRefs.NoSender);
        }
    }

    private void Tell(IHypercallMessage message) =>
        _mediator.Tell(new Publish(MemberWitness.Topic, message), ActorRefs.NoSender);
}
