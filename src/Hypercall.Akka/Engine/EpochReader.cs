using Hypercall.Actors.Storage;

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
/// and would poll the same rows. How many rows stand since the look before is counted by the database, where it is one
/// of ours: else all of them would have to be read. A failed read is tried again, after growing pauses, until the
/// sequencer gives up.
/// </remarks>
internal sealed class EpochReader : ReceiveActor, IWithTimers
{
    private readonly string _persistenceId;
    private readonly TimeSpan _firstPause;
    private readonly TimeSpan _longestPause;
    private readonly IActorRef _journal;
    private readonly JournalStore? _store;
    private readonly CancellationTokenSource _end = new();
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private long _fromRecord;
    private long _earlier;
    private Step _step;
    private JournalLook _look = new(0);
    private long _first;
    private int _tries;

    public EpochReader(PartitionSettings settings)
    {
        _persistenceId = settings.PersistenceId;
        _firstPause = settings.MinBackoff;
        _longestPause = settings.MaxBackoff;
        _journal = Persistence.Instance.Apply(Context.System).JournalFor(settings.JournalPluginId);
        _store = JournalStore.OfPlugin(Context.System.Settings.Config, settings.JournalPluginId);
        Receive<ReadEpoch>(Begin);
        Receive<Retry>(_ => Start());
        Receive<ReplayedMessage>(replayed => Take(replayed.Persistent));
        Receive<RecoverySuccess>(_ => GoOn());
        Receive<RecordsCounted>(TakeCount);
        Receive<ReplayMessagesFailure>(failure => TakeFailure(failure.Cause));
        Receive<Status.Failure>(failure => TakeFailure(failure.Cause));
        ReceiveAny(message => throw new InvalidOperationException(
            $"{message.GetType().Name} is unknown to the epoch reader"));
    }

    private enum Step
    {
        Earlier,
        End,
        First,
        Count,
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(PartitionSettings settings) =>
        Akka.Actor.Props.Create(() => new EpochReader(settings));

    protected override void PostStop()
    {
        _end.Cancel();
        base.PostStop();
    }

    private void Begin(ReadEpoch read)
    {
        _fromRecord = read.FromRecord;
        _earlier = read.Earlier;
        _tries = 0;
        Start();
    }

    private void Take(IPersistentRepresentation row)
    {
        if (_step == Step.First)
            _first = row.SequenceNr;
        else if (row.Payload is PersistedRecord record)
            _look.Add(row.SequenceNr, record.Bytes);
    }

    /// <summary>
    /// What is missing may have been archived, which the journal's first record tells; what stands between is counted.
    /// </summary>
    private void GoOn()
    {
        bool lacks = _look.Observation.Record is null || (_earlier > 0 && _look.Observation.Earlier is null);
        if (_step == Step.Earlier)
            Read(Step.End, _fromRecord, long.MaxValue, JournalLook.RecordsRead);
        else if (_step == Step.End && lacks)
            Read(Step.First, 1, long.MaxValue, 1);
        else if (_step != Step.Count && _store is not null && _earlier > 0)
            Count();
        else
            Answer(_look.Observation);
    }

    private void Count()
    {
        _step = Step.Count;
        long number = _tries;
        _store!.CountAsync(_persistenceId, _earlier, _fromRecord, _end.Token).PipeTo(
            Self, success: count => new RecordsCounted(number, count));
    }

    private void TakeCount(RecordsCounted counted)
    {
        if (counted.Try == _tries && _step == Step.Count)
            Answer(_look.Observation with { Count = counted.Count });
    }

    private void Answer(JournalObservation found) =>
        Context.Parent.Tell(new EpochRead(found with { ArchivedBefore = _first }, _tries));

    private void TakeFailure(Exception cause)
    {
        _log.Warning("the epoch of {0} could not be read: {1}", _persistenceId, JournalFailures.Describe(cause));
        if (JournalFailures.OfRecovery(cause) == StopReason.RecoveryRefused)
            Answer(new JournalLook(_fromRecord).Observation);
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
        _first = 0;
        _tries++;
        if (_earlier > 0 && _earlier < _fromRecord)
            Read(Step.Earlier, _earlier, _earlier, 1);
        else
            Read(Step.End, _fromRecord, long.MaxValue, JournalLook.RecordsRead);
    }

    private void Read(Step step, long from, long to, long most)
    {
        _step = step;
        _journal.Tell(new ReplayMessages(from, to, most, _persistenceId, Self));
    }

    private sealed record RecordsCounted(long Try, long Count) : INoSerializationVerificationNeeded;

    private sealed class Retry : INoSerializationVerificationNeeded
    {
        public static Retry Instance { get; } = new();
    }
}
