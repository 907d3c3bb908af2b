using Akka.Actor;
using Akka.Event;
using Akka.Persistence;
using Hypercall.Sequencer.Journal;
using Hypercall.Sequencer.Live;

namespace Hypercall.Actors.Engine;

/// <summary>
/// Reads the journal's highest epoch for an engine actor, its parent: replays the few rows from the last one that the
/// owner knows to be durable. A rival's first record, with a higher epoch, must stand in one of them, because numbers
/// are dense and unique.
/// </summary>
/// <remarks>
/// It asks the engine's own journal plugin, by the message with which persistent actors recover. So it works on every
/// journal without a second plugin or provider-specific SQL, reads what a writer would meet, and costs one indexed look
/// at the end of the journal. A read journal (Akka.Persistence.Query) would need a materializer and a plugin of its own
/// and would poll the same rows. A failed read is tried again, after growing pauses, until the sequencer gives up.
/// </remarks>
internal sealed class EpochReader : UntypedActor, IWithTimers
{
    /// <summary>The owner's last record, one of its own in flight, a rival's first.</summary>
    private const long RowsRead = 3;

    private readonly string _persistenceId;
    private readonly TimeSpan _firstPause;
    private readonly TimeSpan _longestPause;
    private readonly IActorRef _journal;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private long _fromRecord;
    private long _highestEpoch;
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
                _tries = 0;
                Start();
                break;
            case Retry:
                Start();
                break;
            case ReplayedMessage replayed:
                _highestEpoch = Math.Max(_highestEpoch, EpochOf(replayed.Persistent));
                break;
            case RecoverySuccess:
                Context.Parent.Tell(new EpochRead(_highestEpoch, _tries));
                break;
            case ReplayMessagesFailure failure:
                TakeFailure(failure.Cause);
                break;
            default:
                throw new InvalidOperationException($"{message.GetType().Name} is unknown to the epoch reader");
        }
    }

    /// <summary>Bytes that nobody can read are for recovery to judge; here they only count as no epoch.</summary>
    private static long EpochOf(IPersistentRepresentation row) =>
        row.Payload is PersistedRecord record
        && JournalRecordCodec.TryDecode(record.Bytes, out JournalRecord? decoded, out _) == RecordStatus.Sound
            ? decoded!.Epoch
            : 0;

    private void TakeFailure(Exception cause)
    {
        _log.Warning("the epoch of {0} could not be read: {1}", _persistenceId, JournalFailures.Describe(cause));
        if (JournalFailures.OfRecovery(cause) == RecoveryFailure.Damaged)
            Context.Parent.Tell(new EpochRead(0, _tries));
        else
            Timers.StartSingleTimer(nameof(Retry), Retry.Instance, BackOff.Pause(_tries, _firstPause, _longestPause));
    }

    private void Start()
    {
        _highestEpoch = 0;
        _tries++;
        _journal.Tell(new ReplayMessages(_fromRecord, long.MaxValue, RowsRead, _persistenceId, Self));
    }

    private sealed class Retry : INoSerializationVerificationNeeded
    {
        public static Retry Instance { get; } = new();
    }
}
