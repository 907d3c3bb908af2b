using Hypercall.Actors.Ownership;

namespace Hypercall.Actors.Clustering;

/// <summary>
/// Compares an engine node's clock with the other members' all the time, owner or not, and has the node passed over
/// while they contradict it: to find out only when a partition has been placed there would add to its outage.
/// </summary>
internal sealed class ClockWatch : ReceiveActor, IWithTimers
{
    private readonly IReadOnlyList<PartitionSettings> _partitions;
    private readonly ClusterMembers _members;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private bool _isSound = true;

    /// <param name="partitions">Those that are stamped by the clock; at least one.</param>
    /// <param name="members">The other members.</param>
    public ClockWatch(IReadOnlyList<PartitionSettings> partitions, ClusterMembers members)
    {
        (_partitions, _members) = (partitions, members);
        IActorRef inquiry = Context.ActorOf(members.Inquiry(partitions[0]));
        Receive<Due>(_ => inquiry.Tell(new AskMembers(Epoch: 0, Owner: null, TakesOver: false)));
        Receive<MembersHeard>(Take);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart() => AskLater();

    private void AskLater() =>
        Timers.StartSingleTimer(nameof(Due), new Due(), _members.ClockCheckInterval);

    private void Take(MembersHeard heard)
    {
        AskLater();
        bool wasSound = _isSound;
        _isSound = heard.Clocks.IsSound;
        if (_isSound)
            return;
        if (wasSound)
            _log.Warning("this node takes no partition: {0}", heard.Clocks.Describe());
        foreach (PartitionSettings partition in _partitions)
            _members.Release(partition.Partition);
    }

    private sealed class Due : INoSerializationVerificationNeeded;
}
