using Akka.Actor;
using Akka.Persistence;

namespace Hypercall.Actors.Follower;

/// <summary>
/// Reads a persistence id's rows for its parent, a bounded number at a time, without writing anything: on any node,
/// beside the owner. It asks the engine's own journal plugin, as <see cref="Engine.EpochReader"/> does and for the
/// same reasons.
/// </summary>
internal sealed class JournalReader : UntypedActor, IWithTimers
{
    private static readonly TimeSpan LongestRead = TimeSpan.FromSeconds(30);

    private readonly string _persistenceId;
    private readonly IActorRef _journal;
    private readonly List<JournalRow> _rows = [];
    private ReadRows? _request;

    public JournalReader(string persistenceId, string journalPluginId)
    {
        _persistenceId = persistenceId;
        _journal = Persistence.Instance.Apply(Context.System).JournalFor(journalPluginId);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(string persistenceId, string journalPluginId) =>
        Akka.Actor.Props.Create(() => new JournalReader(persistenceId, journalPluginId));

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case ReadRows read:
                Start(read);
                break;
            case ReplayedMessage replayed:
                IPersistentRepresentation row = replayed.Persistent;
                _rows.Add(new JournalRow(row.SequenceNr, row.Payload));
                break;
            case RecoverySuccess when _request is { } request:
                Answer(new JournalRows(request, [.. _rows]));
                break;
            case ReplayMessagesFailure failure:
                Answer(new JournalUnread(failure.Cause));
                break;
            case Overdue:
                throw new TimeoutException($"the journal of {_persistenceId} did not answer in {LongestRead}");
            default:
                throw new InvalidOperationException($"{message.GetType().Name} is unknown to the journal reader");
        }
    }

    private void Start(ReadRows read)
    {
        _request = read;
        _rows.Clear();
        Timers.StartSingleTimer(nameof(Overdue), Overdue.Instance, LongestRead);
        _journal.Tell(new ReplayMessages(read.FirstNumber, long.MaxValue, read.Count, _persistenceId, Self));
    }

    private void Answer(object answer)
    {
        Timers.CancelAll();
        _request = null;
        Context.Parent.Tell(answer);
        _rows.Clear();
    }

    private sealed class Overdue : INoSerializationVerificationNeeded
    {
        public static Overdue Instance { get; } = new();
    }
}
