using Hypercall.Actors.Ownership;

namespace Hypercall.Actors.Clustering;

/// <summary>
/// Compares an engine node's clock with the other members' all the time, owner or not, and has the node passed over
/// while they contradict it: to find out only when a partition has been placed there would add to its outage.
/// </summary>
/// <param name="partitions">Those that are stamped by the clock; at least one.</param>
/// <param name="members">The other members.</param>
internal sealed class ClockWatch(IReadOnlyList<PartitionSettings> partitions, ClusterMembers members)
    : UntypedActor, IWithTimers
{
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly IActorRef _inquiry = Context.ActorOf(members.Inquiry(partitions[0]));
    private bool _isSound = true;

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart() => AskLater();

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Due:
                _inquiry.Tell(new AskMembers(Epoch: 0, Owner: null, TakesOver: false));
                break;
            case MembersHeard heard:
                Take(heard);
                AskLater();
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void AskLater() =>
        Timers.StartSingleTimer(nameof(Due), new Due(), members.ClockCheckInterval);

    private void Take(MembersHeard heard)
    {
        bool wasSound = _isSound;
        _isSound = heard.Clocks.IsSound;
        if (_isSound)
            return;
        if (wasSound)
            _log.Warning("this node takes no partition: {0}", heard.Clocks.Describe());
        foreach (PartitionSettings partition in partitions)
            members.Release(partition.Partition);
    }

    private sealed class Due : INoSerializationVerificationNeeded;
}
