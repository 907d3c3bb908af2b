using Hypercall.Actors.Transfers;

namespace Hypercall.Actors.Clustering;

/// <summary>
/// A cluster as seen by a client that is no member of it: passes partition messages, transfers and what operators ask
/// about them to one of the nodes it knows, keeping the sender, and goes to the next one when that node leaves or
/// cannot be reached. While it knows of none it answers <see cref="EngineUnavailable"/> at once, but for
/// <see cref="QueryTransfers"/>, which gets no answer. Target of an <see cref="Client.EngineClient"/>.
/// </summary>
public sealed class ClusterContacts : ReceiveActor, IWithTimers
{
    private static readonly TimeSpan ContactTimeout = TimeSpan.FromSeconds(1);
    private const long RetryAfterMs = 100;

    private readonly IReadOnlyList<Address> _nodes;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private IActorRef _door = ActorRefs.Nobody;
    private ActorSelection? _entry;
    private int _current = -1;
    private long _attempt;

    private ClusterContacts(IReadOnlyList<Address> nodes)
    {
        _nodes = nodes;
        Receive<IHypercallMessage>(IsPassedOn, message => _entry!.Tell(message, Sender));
        Receive<IPartitionRequest>(request => Refuse(request.Partition, request.Token));
        Receive<TransferCash>(transfer => Refuse(transfer.From, transfer.Token));
        Receive<EndTransfer>(end => Refuse(end.From, end.Token));
        Receive<ActorIdentity>(TakeDoor);
        Receive<ContactDue>(TakeDue);
        Receive<Terminated>(TakeEnd);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>How to make one.</summary>
    /// <param name="nodes">Addresses of nodes, in the order in which they are tried; at least one.</param>
    public static Props Props(IReadOnlyList<Address> nodes)
    {
        ArgumentOutOfRangeException.ThrowIfZero(nodes.Count, nameof(nodes));
        return Akka.Actor.Props.CreateBy(new Maker<ClusterContacts>(() => new ClusterContacts(nodes)));
    }

    protected override void PreStart() => TryNext();

    private bool IsPassedOn(IHypercallMessage message) =>
        _entry is not null && message is IPartitionMessage or TransferCash or QueryTransfers or EndTransfer;

    private void TryNext()
    {
        _entry = null;
        _door = ActorRefs.Nobody;
        _current = (_current + 1) % _nodes.Count;
        _attempt++;
        string root = _nodes[_current] + HypercallCluster.EntryPath;
        Context.ActorSelection($"{root}/{NodeEntry.DoorName}").Tell(new Identify(_attempt));
        Timers.StartSingleTimer(nameof(ContactDue), new ContactDue(_attempt), ContactTimeout);
    }

    /// <summary>A node without a door leaves, or is not there yet: the timer goes on to the next one.</summary>
    private void TakeDoor(ActorIdentity identity)
    {
        if (!Equals(identity.MessageId, _attempt) || identity.Subject is not { } door)
            return;
        _door = Context.Watch(door);
        _entry = Context.ActorSelection(_nodes[_current] + HypercallCluster.EntryPath);
        _log.Debug("sends to {0}", _nodes[_current]);
    }

    private void TakeDue(ContactDue due)
    {
        if (due.Attempt == _attempt && _entry is null)
            TryNext();
    }

    private void TakeEnd(Terminated terminated)
    {
        if (!terminated.ActorRef.Equals(_door))
            return;
        _log.Info("{0} is gone or leaves", _nodes[_current]);
        TryNext();
    }

    private void Refuse(string partition, long token) => Sender.Tell(new EngineUnavailable(
        partition,
        token,
        PartitionState.Unavailable,
        RetryAfterMs,
        $"none of {string.Join(", ", _nodes)} answers"));

    private sealed record ContactDue(long Attempt) : INoSerializationVerificationNeeded;
}
