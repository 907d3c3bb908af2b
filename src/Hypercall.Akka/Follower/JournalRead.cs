namespace Hypercall.Actors.Follower;

/// <summary>
/// One read of a <see cref="JournalReader"/>, its parent, which it answers once. It asks the engine's own journal
/// plugin, as <see cref="Engine.EpochReader"/> does and for the same reasons.
/// </summary>
internal sealed class JournalRead(string persistenceId, string journalPluginId, ReadRows request) : UntypedActor
{
    private readonly List<JournalRow> _rows = [];

    public static Props Props(string persistenceId, string journalPluginId, ReadRows request) =>
        Akka.Actor.Props.Create(() => new JournalRead(persistenceId, journalPluginId, request));

    protected override void PreStart() =>
        Persistence.Instance.Apply(Context.System).JournalFor(journalPluginId).Tell(new ReplayMessages(
            request.FirstNumber, long.MaxValue, request.Count, persistenceId, Self));

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case ReplayedMessage replayed:
                IPersistentRepresentation row = replayed.Persistent;
                _rows.Add(new JournalRow(row.SequenceNr, row.Payload));
                break;
            case RecoverySuccess:
                Context.Parent.Tell(new JournalRows(request, _rows));
                break;
            case ReplayMessagesFailure failure:
                Context.Parent.Tell(new JournalUnread(failure.Cause));
                break;
            default:
                throw new InvalidOperationException($"{message.GetType().Name} is unknown to a read of the journal");
        }
    }
}
