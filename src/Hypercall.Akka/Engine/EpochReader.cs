using Akka.Actor;
using Akka.Event;
using Akka.Persistence;
using Hypercall.Sequencer.Journal;

namespace Hypercall.Akka.Engine;

/// <summary>
/// Reads the journal's highest epoch for an engine actor, its parent: replays the few rows from the last one that the
/// owner knows to be durable. A rival's first record, with a higher epoch, must stand in one of them, because numbers
/// are dense and unique.
/// </summary>
/// <remarks>
/// It asks the engine's own journal plugin, by the message with which persistent actors recover. So it works on every
/// journal without a second plugin or provider-specific SQL, reads what a writer would meet, and costs one indexed look
/// at the end of the journal. A read journal (Akka.Persistence.Query) would need a materializer and a plugin of its own
/// and would poll the same rows. A failed read is tried again until the sequencer gives up.
/// </remarks>
internal sealed class EpochReader : UntypedActor, IWithTimers
{
    /// <summary>The owner's last record, one of its own in flight, a rival's first.</summary>
    private const long RowsRead = 3;

    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    private readonly string _persistenceId;
    private readonly IActorRef _journal;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private long _fromRecord;
    private long _highestEpoch;

    public EpochReader(string persistenceId, string journalPluginId)
    {
        _persistenceId = persistenceId;
        _journal = Persistence.Instance.Apply(Context.System).JournalFor(journalPluginId);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(string persistenceId, string journalPluginId) =>
        global::Akka.Actor.Props.Create(() => new EpochReader(persistenceId, journalPluginId));

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case ReadEpoch read:
                _fromRecord = read.FromRecord;
                Start();
                break;
            case Retry:
                Start();
                break;
            case ReplayedMessage replayed:
                _highestEpoch = Math.Max(_highestEpoch, EpochOf(replayed.Persistent));
                break;
            case RecoverySuccess:
                Context.Parent.Tell(new EpochRead(_highestEpoch));
                break;
            case ReplayMessagesFailure failure:
                _log.Warning(failure.Cause, "the epoch of {0} could not be read", _persistenceId);
                Timers.StartSingleTimer(nameof(Retry), Retry.Instance, RetryDelay);
                break;
            default:
                throw new InvalidOperationException($"{message.GetType().Name} is unknown to the epoch reader");
        }
    }

    private static long EpochOf(IPersistentRepresentation row)
    {
        if (row.Payload is not PersistedRecord record)
            throw new InvalidOperationException($"record {row.SequenceNr} is a {row.Payload?.GetType().Name}");
        RecordStatus status = JournalRecordCodec.TryDecode(record.Bytes, out JournalRecord? decoded, out string? error);
        return status == RecordStatus.Sound
            ? decoded!.Epoch
            : throw new InvalidOperationException($"record {row.SequenceNr}: {error}");
    }

    private void Start()
    {
        _highestEpoch = 0;
        _journal.Tell(new ReplayMessages(_fromRecord, long.MaxValue, RowsRead, _persistenceId, Self));
    }

    private sealed class Retry : INoSerializationVerificationNeeded
    {
        public static Retry Instance { get; } = new();
    }
}
