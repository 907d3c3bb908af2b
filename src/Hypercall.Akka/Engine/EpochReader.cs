using Akka.Actor;
using Akka.Event;
using Akka.Persistence;
using Hypercall.Sequencer.Live;
using Hypercall.Sequencer.Ownership;

namespace Hypercall.Actors.Engine;

/// <summary>
/// Reads the journal's end for an engine actor, its parent: replays the few rows from the last one that the owner knows
/// to be durable. That one must still be there, and a rival's first record, with a higher epoch, must stand behind it,
/// because numbers are dense and unique.
/// </summary>
/// <remarks>
/// It asks the engine's own journal plugin, by the message with which persistent actors recover. So it works on every
/// journal without a second plugin or provider-specific SQL, reads what a writer would meet, and costs one indexed look
/// at the end of the journal. A read journal (Akka.Persistence.Query) would need a materializer and a plugin of its own
/// and would poll the same rows. A failed read is tried again, after growing pauses, until the sequencer gives up.
/// </remarks>
internal sealed class EpochReader : UntypedActor, IWithTimers
{
    private readonly string _persistenceId;
    private readonly TimeSpan _firstPause;
    private readonly TimeSpan _longestPause;
    private readonly IActorRef _journal;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private long _fromRecord;
    private long _earlier;
    private bool _readsEarlier;
    private JournalLook _look = new(0);
    private int _tries;

    public EpochReader(PartitionSettings settings)
    {
        _persistenceId = settings.PersistenceId;
        _firstPause = settings.MinBackoff;
        _longestPause = settings.MaxBackoff;
        _journal = Persistence.Instance.Apply(Context.System).JournalFor(settings.JournalPluginId);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(PartitionSettings settings) =>
        Akka.Actor.Props.Create(() => new EpochReader(settings));

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case ReadEpoch read:
                _fromRecord = read.FromRecord;
                _earlier = read.Earlier;
                _tries = 0;
                Start();
                break;
            case Retry:
                Start();
                break;
            case ReplayedMessage replayed:
                if (replayed.Persistent.Payload is PersistedRecord record)
                    _look.Add(replayed.Persistent.SequenceNr, record.Bytes);
                break;
            case RecoverySuccess when _readsEarlier:
                _readsEarlier = false;
                Read(_fromRecord, long.MaxValue, JournalLook.RecordsRead);
                break;
            case RecoverySuccess:
                Context.Parent.Tell(new EpochRead(_look.Observation, _tries));
                break;
            case ReplayMessagesFailure failure:
                TakeFailure(failure.Cause);
                break;
            default:
                throw new InvalidOperationException($"{message.GetType().Name} is unknown to the epoch reader");
        }
    }

    private void TakeFailure(Exception cause)
    {
        _log.Warning("the epoch of {0} could not be read: {1}", _persistenceId, JournalFailures.Describe(cause));
        if (JournalFailures.OfRecovery(cause) == RecoveryFailure.Damaged)
            Context.Parent.Tell(new EpochRead(new JournalLook(_fromRecord).Observation, _tries));
        else
            TryAgain(JournalFailures.Describe(cause));
    }

    private void TryAgain(string why)
    {
        Context.Parent.Tell(new EpochUnread(why));
        Timers.StartSingleTimer(nameof(Retry), Retry.Instance, BackOff.Pause(_tries, _firstPause, _longestPause));
    }

    private void Start()
    {
        _look = new JournalLook(_fromRecord, _earlier);
        _tries++;
        _readsEarlier = _earlier > 0 && _earlier < _fromRecord;
        if (_readsEarlier)
            Read(_earlier, _earlier, 1);
        else
            Read(_fromRecord, long.MaxValue, JournalLook.RecordsRead);
    }

    private void Read(long from, long to, long most) =>
        _journal.Tell(new ReplayMessages(from, to, most, _persistenceId, Self));

    private sealed class Retry : INoSerializationVerificationNeeded
    {
        public static Retry Instance { get; } = new();
    }
}
