using Akka.Actor;
using Akka.Persistence;

namespace Hypercall.Actors.Follower;

/// <summary>
/// One read of a <see cref="JournalReader"/>, its parent, which it answers once. It asks the engine's own journal
/// plugin, as <see cref="Engine.EpochReader"/> does and for the same reasons.
/// </summary>
internal sealed class JournalRead : UntypedActor
{
    private readonly string _persistenceId;
    private readonly string _journalPluginId;
    private readonly ReadRows _request;
    private readonly List<JournalRow> _rows = [];

    public JournalRead(string persistenceId, string journalPluginId, ReadRows request)
    {
        _persistenceId = persistenceId;
        _journalPluginId = journalPluginId;
        _request = request;
    }

    public static Props Props(string persistenceId, string journalPluginId, ReadRows request) =>
        Akka.Actor.Props.Create(() => new JournalRead(persistenceId, journalPluginId, request));

    protected override void PreStart() =>
        Persistence.Instance.Apply(Context.System).JournalFor(_journalPluginId).Tell(new ReplayMessages(
            _request.FirstNumber, long.MaxValue, _request.Count, _persistenceId, Self));

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case ReplayedMessage replayed:
                IPersistentRepresentation row = replayed.Persistent;
                _rows.Add(new JournalRow(row.SequenceNr, row.Payload));
                break;
            case RecoverySuccess:
                Context.Parent.Tell(new JournalRows(_request, _rows));
                break;
            case ReplayMessagesFailure failure:
                Context.Parent.Tell(new JournalUnread(failure.Cause));
                break;
            default:
                throw new InvalidOperationException($"{message.GetType().Name} is unknown to a read of the journal");
        }
    }
}
