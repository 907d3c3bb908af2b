using Akka.Actor;
using Akka.Event;
using Akka.Persistence;
using Hypercall.Actors.Engine;
using Hypercall.Actors.Protocol;
using Hypercall.Sequencer.Recovery;

namespace Hypercall.Actors.Follower;

/// <summary>
/// The validating follower: reads a partition's journal as it grows, executes it with an engine of its own, and
/// compares every hash and seal in it. On the first difference it raises the alarm (log, event stream, status) and
/// looks no further. A read that fails or hangs is tried again after a pause, and its status says so. Begins at the
/// newest snapshot where the first records were archived, and again where that overtook it. Runs on any node that
/// reaches the journal; it never writes.
/// </summary>
/// <remarks>
/// A command that the operator skips is met first as one that cannot be applied: the follower then begins anew after a
/// pause, with the skips of that time.
/// </remarks>
public sealed class PartitionFollower : UntypedActor, IWithTimers
{
    private const int PoisonPausePolls = 10;

    private readonly FollowerSettings _settings;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private IActorRef _records = ActorRefs.Nobody;
    private IActorRef _skips = ActorRefs.Nobody;
    private IActorRef _snapshots = ActorRefs.Nobody;
    private JournalReplayer? _replayer;

    /// <summary>Rows that do not follow what was read, while the journal's first one is looked for.</summary>
    private JournalRows? _behindGap;
    private FollowerState _state = FollowerState.CatchingUp;
    private string? _error;
    private TimeSpan _lastAtEnd = Context.System.Scheduler.MonotonicClock;

    private PartitionFollower(FollowerSettings settings) => _settings = settings;

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>How to make one.</summary>
    /// <param name="settings">What it follows.</param>
    public static Props Props(FollowerSettings settings) =>
        Akka.Actor.Props.CreateBy(new Producer(settings));

    /// <inheritdoc/>
    protected override void PreStart()
    {
        PartitionSettings partition = _settings.Partition;
        _snapshots = Persistence.Instance.Apply(Context.System).SnapshotStoreFor(partition.SnapshotPluginId);
        _records = Context.ActorOf(JournalReader.RecordsOf(partition, _settings.LongestRead), "records");
        _skips = Context.ActorOf(JournalReader.SkipsOf(partition, _settings.LongestRead), "skips");
        ReadSkips();
    }

    /// <inheritdoc/>
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case JournalRows rows when Sender.Equals(_skips):
                Begin(rows);
                break;
            case JournalRows rows:
                Take(rows);
                break;
            case LoadSnapshotResult loaded:
                BeginAt(loaded.Snapshot);
                break;
            case LoadSnapshotFailed failed:
                LookAgain(failed.Cause, "snapshots");
                break;
            case JournalUnread unread:
                LookAgain(unread.Cause, "journal");
                break;
            case PollDue:
                ReadNext();
                break;
            case JournalMarked { Replaces: true }:
                throw new InvalidOperationException($"what was read of partition {Name} is lost: it is followed anew");
            case QueryFollower:
                Sender.Tell(Status());
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void ReadSkips() => _skips.Tell(new ReadRows(1, SkipRows.Most));

    private void Begin(JournalRows rows)
    {
        _replayer = new JournalReplayer(_settings.Partition.ForReplay(SkipRows.Decode(rows)));
        ReadNext();
    }

    private void ReadNext()
    {
        _behindGap = null;
        if (_replayer is null)
            ReadSkips();
        else
            _records.Tell(new ReadRows(_replayer.NextRecordNumber, _settings.RecordsAtOnce));
    }

    private void LoadSnapshot(SnapshotSelectionCriteria criteria) =>
        _snapshots.Ask<object>(
            new LoadSnapshot(_settings.Partition.PersistenceId, criteria, long.MaxValue), _settings.LongestRead)
            .PipeTo(Self, failure: cause => new LoadSnapshotFailed(cause));

    private void LookAgain(Exception cause, string what)
    {
        if (_state != FollowerState.Unread)
            _log.Warning(cause, "the {0} of {1} could not be read", what, _settings.Partition.PersistenceId);
        _state = FollowerState.Unread;
        _error = $"the {what} could not be read: {cause.Message}";
        Poll(1);
    }

    /// <summary>One that is refused is passed over, as recovery does it.</summary>
    private void BeginAt(SelectedSnapshot? selected)
    {
        if (selected is null)
        {
            Diverge("record 1 is missing, and there is no sound snapshot to begin at");
            return;
        }

        long number = selected.Metadata.SequenceNr;
        if (selected.Snapshot is PersistedSnapshot snapshot
            && _replayer!.OfferSnapshot(number, snapshot.Bytes).Accepted)
            ReadNext();
        else
            LoadSnapshot(new SnapshotSelectionCriteria(number - 1));
    }

    private void Take(JournalRows rows)
    {
        if (_behindGap is { } gap)
        {
            TakeFirst(rows, gap);
            return;
        }

        bool follows = rows.Rows is not [{ } first, ..] || first.Number <= _replayer!.NextRecordNumber;
        if (follows)
        {
            Apply(rows);
        }
        else if (_replayer!.NextRecordNumber == 1)
        {
            LoadSnapshot(SnapshotSelectionCriteria.Latest);
        }
        else
        {
            _behindGap = rows;
            _records.Tell(new ReadRows(1, 1));
        }
    }

    /// <summary>All that was read is gone too: archived. Else it is a hole, which the replayer names.</summary>
    private void TakeFirst(JournalRows rows, JournalRows gap)
    {
        _behindGap = null;
        if (rows.Rows is not [{ } first, ..] || first.Number < _replayer!.NextRecordNumber)
        {
            Apply(gap);
            return;
        }

        _log.Info("partition {0} was archived up to record {1}: from its newest snapshot on", Name, first.Number);
        _replayer = null;
        ReadNext();
    }

    private void Apply(JournalRows rows)
    {
        foreach (JournalRow row in rows.Rows)
        {
            if (row.Payload is not PersistedRecord record)
            {
                Diverge($"record {row.Number} is a {row.Payload.GetType().FullName}");
                return;
            }

            ReplayVerdict verdict = _replayer!.Replay(row.Number, record.Bytes);
            if (verdict.Accepted)
                continue;
            if (_replayer.Poison is null)
                Diverge(verdict.Error!);
            else
                BeginAnew(verdict.Error!);
            return;
        }

        GoOn(rows.IsEnd);
    }

    private void GoOn(bool isEnd)
    {
        _state = isEnd ? FollowerState.Following : FollowerState.CatchingUp;
        _error = null;
        if (!isEnd)
        {
            ReadNext();
            return;
        }

        _lastAtEnd = Context.System.Scheduler.MonotonicClock;
        Poll(1);
    }

    private void BeginAnew(string why)
    {
        _log.Error("partition {0} cannot be followed, again from the start in a while: {1}", Name, why);
        _error = why;
        _replayer = null;
        _state = FollowerState.CatchingUp;
        Poll(PoisonPausePolls);
    }

    private void Diverge(string error)
    {
        _log.Error("ALARM: the journal of partition {0} does not give what it says: {1}", Name, error);
        _state = FollowerState.Diverged;
        _error = error;
        Context.System.EventStream.Publish(Status());
    }

    private string Name => _settings.Partition.Partition;

    private void Poll(int intervals) =>
        Timers.StartSingleTimer(nameof(PollDue), PollDue.Instance, intervals * _settings.PollInterval);

    private FollowerStatus Status()
    {
        RecoveryReport? report = _replayer?.Report;
        return new FollowerStatus(
            Name,
            _state,
            report?.LastRecordNumber ?? 0,
            report?.LastSequence ?? 0,
            report?.Hash ?? default,
            report?.Epoch ?? 0,
            report?.RecordsNotCrossChecked ?? 0,
            _error,
            (long)(Context.System.Scheduler.MonotonicClock - _lastAtEnd).TotalMilliseconds);
    }

    private sealed class PollDue : INoSerializationVerificationNeeded
    {
        public static PollDue Instance { get; } = new();
    }

    private sealed class Producer(FollowerSettings settings) : IIndirectActorProducer
    {
        public Type ActorType => typeof(PartitionFollower);

        public ActorBase Produce() => new PartitionFollower(settings);

        public void Release(ActorBase actor)
        {
        }
    }
}
