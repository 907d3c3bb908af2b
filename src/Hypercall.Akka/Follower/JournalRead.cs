namespace Hypercall.Actors.Follower;

/// <summary>
/// One read of a persistence id's rows for its parent, which it answers once, without writing anything: on any node,
/// beside the owner. It asks the engine's own journal plugin, as <see cref="Engine.EpochReader"/> does and for the same
/// reasons. Each read is an actor of its own, so that one that hangs is given up and told as
/// <see cref="JournalUnread"/>, and what it would still bring reaches nobody.
/// </summary>
internal sealed class JournalRead : ReceiveActor, IWithTimers
{
    private readonly List<JournalRow> _rows = [];
    private readonly ReadRows _request;
    private readonly TimeSpan _longest;

    public JournalRead(ReadRows request, TimeSpan longest)
    {
        _request = request;
        _longest = longest;
        Receive<ReplayedMessage>(replayed => Add(replayed.Persistent));
        Receive<RecoverySuccess>(_ => End(new JournalRows(request, _rows)));
        Receive<ReplayMessagesFailure>(failure => End(new JournalUnread(failure.Cause)));
        Receive<Overdue>(_ => End(new JournalUnread(
            new TimeoutException($"the journal of {request.PersistenceId} did not answer in {longest}"))));
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart()
    {
        Persistence.Instance.Apply(Context.System).JournalFor(_request.JournalPluginId).Tell(new ReplayMessages(
            _request.FirstNumber, long.MaxValue, _request.Count, _request.PersistenceId, Self));
        Timers.StartSingleTimer(nameof(Overdue), new Overdue(), _longest);
    }

    private void Add(IPersistentRepresentation row) => _rows.Add(new JournalRow(row.SequenceNr, row.Payload));

    private void End(object answer)
    {
        Context.Parent.Tell(answer);
        Context.Stop(Self);
    }

    private sealed class Overdue : INoSerializationVerificationNeeded;
}
