using Hypercall.Sequencer.Recovery;

namespace Hypercall.Actors.Follower;

/// <summary>
/// The validating follower: reads a partition's journal as it grows, executes it with an engine of its own, and
/// compares every hash and seal in it. On the first difference it raises the alarm (log, event stream, status) and
/// looks no further. A read that fails or hangs is tried again after a pause, and its status says so. Begins at the
/// newest snapshot where the first records were archived, and again where that overtook it; with a sink, at the newest
/// one that the sink has got to, so that no hole is left, or where it has got to none at the oldest. Its engine is the
/// replica that <see cref="QueryReplica"/> asks, and what it applies is kept by a sink. Runs on any node that reaches
/// the journal; it never writes there.
/// </summary>
/// <remarks>
/// A command that the operator skips is met first as one that cannot be applied: the follower then begins anew after a
/// pause, with the skips of that time.
/// </remarks>
public sealed class PartitionFollower : ReceiveActor, IWithTimers
{
    private const int PoisonPausePolls = 10;

    private readonly FollowerSettings _settings;
    private readonly PartitionReads _reads;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly WaitingQueries _waiting;
    private JournalReplayer? _replayer;
    private IReadOnlyList<SkipRecord> _skipRecords = [];

    /// <summary>True once this replay has reached the journal's end.</summary>
    private bool _isWhole;

    /// <summary>The last command that the sink had kept when it began.</summary>
    private long _kept;

    /// <summary>True when the last read found something new.</summary>
    private bool _isGrowing;

    /// <summary>Not null while what was applied is being saved, or is to be saved again: whether it ended the
    /// journal.</summary>
    private bool? _unsavedEnd;

    /// <summary>Rows that do not follow what was read, while the journal's first one is looked for.</summary>
    private RowsRead? _behindGap;
    private FollowerState _state = FollowerState.CatchingUp;
    private string? _error;
    private TimeSpan _lastAtEnd = Context.System.Scheduler.MonotonicClock;

    private PartitionFollower(FollowerSettings settings)
    {
        _settings = settings;
        _reads = new PartitionReads(Context.System, settings.Partition, settings.LongestRead);
        _waiting = new WaitingQueries(() => Timers, settings.LongestWait, settings.MostWaiting);
        Receive<SkipsRead>(read => Begin(read.Skips));
        Receive<RowsRead>(Take);
        Receive<SearchEnded>(ended => BeginAt(ended.Start));
        Receive<Failed>(failed => failed.Cause is SinkContradictedException, failed => throw failed.Cause);
        Receive<Failed>(LookAgain);
        Receive<PollDue>(_ => LookOn());
        Receive<SinkSaved>(TakeSaved);
        Receive<QueryReplica>(TakeQuery);
        Receive<QueryOverdue>(TakeOverdue);
        Receive<JournalMarked>(
            mark => mark.Replaces && mark.Partition == Name,
            _ => throw new InvalidOperationException(
                $"what was read of partition {Name} is lost: it is followed anew"));
        Receive<JournalMarked>(_ => { });
        Receive<QueryFollower>(_ => Sender.Tell(Status()));
    }

    public ITimerScheduler Timers { get; set; } = null!;

    private bool IsIdle => Timers.IsTimerActive(nameof(PollDue));

    /// <summary>How to make one.</summary>
    public static Props Props(FollowerSettings settings) =>
        Akka.Actor.Props.CreateBy(new Maker<PartitionFollower>(() => new PartitionFollower(settings)));

    protected override void PreStart()
    {
        Context.System.EventStream.Subscribe(Self, typeof(JournalMarked));
        ReadNext();
    }

    /// <summary>Who waits is told that the replica is not whole: the one in its place begins anew.</summary>
    protected override void PostStop()
    {
        Context.System.EventStream.Unsubscribe(Self);
        _isWhole = false;
        foreach ((QueryReplica query, IActorRef sender) in _waiting.TakeReached(long.MaxValue))
            sender.Tell(Answer(query, mayAnswer: false));
    }

    private void Begin(IReadOnlyList<SkipRecord> skips)
    {
        _skipRecords = skips;
        _isWhole = false;
        BeginWith(NewReplayer());
    }

    private void BeginWith(JournalReplayer replayer)
    {
        _replayer = replayer;
        if (_settings.Sink is { } sink)
        {
            sink.Begin(replayer.Engine);
            _kept = sink.Stored;
        }

        ReadNext();
    }

    private JournalReplayer NewReplayer() =>
        new(_settings.Partition.ForReplay(_skipRecords) with { Observer = _settings.Sink });

    private void ReadNext()
    {
        _behindGap = null;
        if (_replayer is null)
            Await(_reads.SkipsAsync(), "journal", skips => new SkipsRead(skips));
        else
            ReadRecords(_replayer.NextRecordNumber, _settings.RecordsAtOnce);
    }

    private void ReadRecords(long first, int count) =>
        Await(_reads.RecordsAsync(first, count), "journal", rows => new RowsRead(rows, rows.Count < count));

    private void Await<T>(Task<T> read, string what, Func<T, object> success) =>
        read.PipeTo(Self, success: success, failure: cause => new Failed(cause, what));

    private void LookOn()
    {
        if (_unsavedEnd is { } isEnd)
            Save(isEnd);
        else
            ReadNext();
    }

    private void LookAgain(Failed failed)
    {
        (Exception cause, string what) = (failed.Cause, failed.What);
        if (_state != FollowerState.Unread)
            _log.Warning(cause, "the {0} of {1} could not be read or written", what, _settings.Partition.PersistenceId);
        _state = FollowerState.Unread;
        _error = $"the {what} could not be read or written: {cause.Message}";
        Poll(_settings.PollInterval);
    }

    /// <summary>
    /// The newest sound snapshot behind which the journal goes on, and that the sink has got to; where it has got to
    /// none, the oldest.
    /// </summary>
    private async Task<JournalReplayer?> FindStartAsync(long firstNumber)
    {
        long oldest = 0;
        await foreach (JournalReplayer replayer in _reads.SnapshotsAsync(NewReplayer))
        {
            if (replayer.NextRecordNumber < firstNumber)
                break;
            if (_settings.Sink is not { } sink || replayer.Engine.Sequence <= sink.Stored)
                return replayer;
            oldest = replayer.NextRecordNumber - 1;
        }

        await foreach (JournalReplayer replayer in _reads.SnapshotsAsync(NewReplayer, oldest))
            return replayer;
        return null;
    }

    private void BeginAt(JournalReplayer? start)
    {
        if (start is null)
            Diverge("record 1 is missing, and there is no sound snapshot to begin at");
        else
            BeginWith(start);
    }

    private void Take(RowsRead rows)
    {
        if (_behindGap is { } gap)
        {
            TakeFirst(rows, gap);
            return;
        }

        if (rows.Rows is not [{ } first, ..] || first.Number <= _replayer!.NextRecordNumber)
        {
            Apply(rows);
        }
        else if (_replayer!.NextRecordNumber == 1)
        {
            Await(FindStartAsync(first.Number), "snapshots", start => new SearchEnded(start));
        }
        else
        {
            _behindGap = rows;
            ReadRecords(1, 1);
        }
    }

    /// <summary>All that was read is gone too: archived. Else it is a hole, which the replayer names.</summary>
    private void TakeFirst(RowsRead rows, RowsRead gap)
    {
        _behindGap = null;
        if (rows.Rows is not [{ } first, ..] || first.Number < _replayer!.NextRecordNumber)
        {
            Apply(gap);
            return;
        }

        _log.Info("partition {0} was archived up to record {1}: from its newest snapshot on", Name, first.Number);
        _replayer = null;
        _isWhole = false;
        ReadNext();
    }

    private void Apply(RowsRead rows)
    {
        _isGrowing = rows.Rows.Count > 0;
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

        if (_settings.Sink is null)
            GoOn(rows.IsEnd);
        else
            Save(rows.IsEnd);
    }

    /// <summary>No row at all says nothing of what a sink keeps: the rows may still be brought back.</summary>
    private void Save(bool isEnd)
    {
        _unsavedEnd = isEnd;
        _settings.Sink!.SaveAsync(isEnd && _replayer!.NextRecordNumber > 1).PipeTo(
            Self, success: () => new SinkSaved(isEnd), failure: cause => new Failed(cause, "history"));
    }

    private void TakeSaved(SinkSaved saved)
    {
        _unsavedEnd = null;
        GoOn(saved.IsEnd);
    }

    private void GoOn(bool isEnd)
    {
        bool isReached = isEnd && _replayer!.Engine.Sequence >= _kept;
        _state = isReached ? FollowerState.Following : FollowerState.CatchingUp;
        _error = isEnd && !isReached ? $"sequence {_kept} was kept of it, and the journal ends before" : null;
        _isWhole |= isReached;
        AnswerWaiting();
        if (!isEnd)
        {
            ReadNext();
            return;
        }

        if (isReached)
            _lastAtEnd = Context.System.Scheduler.MonotonicClock;
        Poll(_waiting.Any ? _settings.WaitingPollInterval
            : _isGrowing && _reads.AreCheap ? _settings.CheapPollInterval
            : _isGrowing ? _settings.GrowingPollInterval
            : _settings.PollInterval);
    }

    /// <summary>
    /// Answered at once where the replica is whole, saved and far enough; else it waits, and the journal is read now.
    /// </summary>
    private void TakeQuery(QueryReplica query)
    {
        bool isReached = _isWhole && _unsavedEnd is null && _replayer!.Engine.Sequence >= query.MinSequence;
        bool isFirst = !_waiting.Any;
        if (isReached || _state == FollowerState.Diverged || !_waiting.TryAdd(query, Sender))
        {
            Sender.Tell(Answer(query, isReached));
            return;
        }

        if (isFirst && IsIdle && _state == FollowerState.Following)
            Poll(_settings.WaitingPollInterval);
    }

    private void TakeOverdue(QueryOverdue overdue)
    {
        if (_waiting.Take(overdue) is (var late, var sender))
            sender.Tell(Answer(late, mayAnswer: false));
    }

    private void AnswerWaiting()
    {
        if (!_isWhole)
            return;
        foreach ((QueryReplica query, IActorRef sender) in _waiting.TakeReached(_replayer!.Engine.Sequence))
            sender.Tell(Answer(query, mayAnswer: true));
    }

    private ReplicaAnswer Answer(QueryReplica query, bool mayAnswer) => new(
        Name,
        query.Token,
        Standing(),
        mayAnswer && _state != FollowerState.Diverged ? _replayer!.Engine.Answer(query.Question) : null);

    private ReplicaStanding Standing() => new(
        _state,
        _isWhole,
        _replayer?.Engine.Sequence ?? 0,
        _replayer?.Engine.TimestampMs ?? 0,
        _replayer?.Engine.Hash ?? default);

    private void BeginAnew(string why)
    {
        _log.Error("partition {0} cannot be followed, again from the start in a while: {1}", Name, why);
        _error = why;
        _replayer = null;
        _isWhole = false;
        _state = FollowerState.CatchingUp;
        Poll(PoisonPausePolls * _settings.PollInterval);
    }

    private void Diverge(string error)
    {
        _log.Error("ALARM: the journal of partition {0} does not give what it says: {1}", Name, error);
        _state = FollowerState.Diverged;
        _error = error;
        Context.System.EventStream.Publish(Status());
        foreach ((QueryReplica query, IActorRef sender) in _waiting.TakeReached(long.MaxValue))
            sender.Tell(Answer(query, mayAnswer: false));
    }

    private string Name => _settings.Partition.Partition;

    private void Poll(TimeSpan interval) => Timers.StartSingleTimer(nameof(PollDue), new PollDue(), interval);

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

    private sealed record SinkSaved(bool IsEnd) : INoSerializationVerificationNeeded;

    private sealed record SkipsRead(IReadOnlyList<SkipRecord> Skips) : INoSerializationVerificationNeeded;

    /// <param name="IsEnd">The journal had no more when it was read.</param>
    private sealed record RowsRead(IReadOnlyList<JournalRow> Rows, bool IsEnd) : INoSerializationVerificationNeeded;

    private sealed record SearchEnded(JournalReplayer? Start) : INoSerializationVerificationNeeded;

    private sealed record Failed(Exception Cause, string What) : INoSerializationVerificationNeeded;

    private sealed class PollDue : INoSerializationVerificationNeeded;
}
