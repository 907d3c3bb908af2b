using System.Diagnostics;
using Hypercall.Actors.Engine.Reports;
using Hypercall.Actors.Metrics;
using Hypercall.Actors.Storage;

namespace Hypercall.Actors.Engine;

/// <summary>
/// The persistent actor around one sequencer: gives it the messages, the journal's answers and the time, and carries
/// out what it asks for. It decides nothing. One record per PersistAsync, at most one in flight. Started by a
/// <see cref="PartitionActor"/>, never directly; it reports to that and gets only what it lets through, so
/// anything else it receives is a defect and throws.
/// </summary>
internal sealed partial class EngineActor : UntypedPersistentActor, IWithTimers
{
    private readonly PartitionSettings _settings;
    private readonly EngineIncarnation _incarnation;
    private readonly IEngineClock _clock;
    private readonly EngineSequencer _sequencer;
    private readonly PendingAnswers _pending = new();
    private readonly IActorRef _epochReader;
    private readonly ReplayPace.Reader _replay;
    private readonly long _startedAt = Stopwatch.GetTimestamp();
    private StopNotice? _ended;
    private Exception? _defect;

    public EngineActor(PartitionSettings settings, EngineIncarnation incarnation)
    {
        _settings = settings;
        _incarnation = incarnation;
        _heldAnswers = new HeldAnswers(settings.MaxMessageBytes);
        _clock = settings.Clock ?? new SchedulerClock(Context.System.Scheduler);
        JournalPluginId = settings.JournalPluginId;
        SnapshotPluginId = settings.SnapshotPluginId;
        // The partition's actor keeps what is published for views.
        _sequencer = new EngineSequencer(settings.Sequencer with { RingBatches = 0 }, this);
        _sequencer.BeginRecovery(incarnation.Skips);
        _replay = ReplayPace.Of(Context.System).Begin(PersistenceId);
        _epochReader = Context.ActorOf(EpochReader.Props(settings), "epoch-reader");
    }

    public override string PersistenceId => _settings.PersistenceId;

    public override Akka.Persistence.Recovery Recovery =>
        new(_incarnation.NewestSnapshot > 0
            ? new SnapshotSelectionCriteria(_incarnation.NewestSnapshot)
            : SnapshotSelectionCriteria.None);

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(PartitionSettings settings, EngineIncarnation incarnation)
    {
        Props props = Akka.Actor.Props.Create(() => new EngineActor(settings, incarnation));
        return settings.Dispatcher is { } dispatcher ? props.WithDispatcher(dispatcher) : props;
    }

    protected override void PreStart()
    {
        base.PreStart();
        Report(new EngineRecovering(_incarnation.Generation));
    }

    protected override void OnCommand(object message)
    {
        HostTime now = _clock.Now;
        try
        {
            Take(message, now);
        }
        catch (Exception exception)
        {
            _defect = exception;
            throw;
        }

        TellAnswers();
        ArrangePoll(now);
    }

    /// <summary>
    /// After an orderly end there is nothing left to answer; after a defect nobody knows what became of the rest.
    /// </summary>
    protected override void PostStop()
    {
        _replay.Dispose();
        TellAnswers();
        foreach (PendingAnswers.Target target in _pending.RemoveAll())
            Refuse(target, SubmissionStatus.OutcomeUnknown, 0);
        TellAnswers();
        AnswerOperator(0, "the engine stopped");
        if (_ended is null)
        {
            string detail = _defect is { } defect
                ? $"{defect.GetType().Name}: {defect.Message}"
                : "stopped from outside";
            End(new StopNotice(StopReason.HostFailed, 0, _sequencer.AppliedSequence, detail));
        }

        base.PostStop();
    }

    private void Take(object message, HostTime now)
    {
        switch (message)
        {
            case Submit submit:
                long token = Await(submit.Token, submit.Trace, RequestKind.Submission);
                _sequencer.Offer(token, submit.Submitter, submit.Request, now);
                break;
            case SubmitMany many:
                OfferAll(many, now);
                break;
            case HandOver:
                break;
            case ApplyStored:
                ApplyWritten(now);
                break;
            case PollDue:
                Poll(now);
                break;
            case QueryState query:
                Read(query, now);
                break;
            case TakeSnapshot take:
                TakeSnapshotFor(take, now);
                break;
            case EpochRead read when _looksAtEnd:
                TakeEnd(read.Found);
                break;
            case EpochRead read:
                _sequencer.JournalObserved(WithArchived(read.Found), now);
                break;
            case StopEngine:
                _sequencer.Drain(now);
                break;
            default:
                TakeOwnership(message, now);
                break;
        }
    }

    private void TakeOwnership(object message, HostTime now)
    {
        switch (message)
        {
            case FenceNow fence when _ended is null:
                Fence(fence.Terms);
                break;
            case FenceNot refusal when _ended is null:
                _sequencer.RefuseFence(refusal.Reason, refusal.Detail);
                break;
            case ClockRefused refused:
                _sequencer.ClockDiffers(refused.Detail);
                break;
            case EpochUnread unread when _looksAtEnd && _ended is null:
                _sequencer.RecoveryFailed(StopReason.JournalUnreadable, unread.Detail);
                break;
            case FenceNow or FenceNot or EpochUnread:
                break;
            default:
                TakeSnapshotAnswer(message, now);
                break;
        }
    }

    private void TakeSnapshotAnswer(object message, HostTime now)
    {
        switch (message)
        {
            case SnapshotCompleted completed:
                _sequencer.SnapshotChecked(completed.RecordNumber, completed.Result, now);
                break;
            case SaveSnapshotSuccess saved:
                SnapshotSaved(saved.Metadata.SequenceNr, now);
                break;
            case SaveSnapshotFailure failed:
                Warn($"snapshot {failed.Metadata.SequenceNr} was not saved: {failed.Cause.Message}");
                AnswerOperator(0, $"it was not saved: {failed.Cause.Message}");
                _sequencer.SnapshotFailed(failed.Metadata.SequenceNr, now);
                break;
            case DeleteSnapshotsSuccess:
                break;
            case DeleteSnapshotsFailure failed:
                Warn($"snapshots up to {failed.Criteria.MaxSequenceNr} were not deleted: {failed.Cause.Message}");
                break;
            default:
                throw new InvalidOperationException($"{message.GetType().FullName} is unknown to the engine");
        }
    }

    private void OfferAll(SubmitMany many, HostTime now)
    {
        for (int index = 0; index < many.Items.Count; index++)
        {
            SubmitItem item = many.Items[index];
            long token = Await(item.Token, item.Trace, RequestKind.OneOfMany);
            _sequencer.Offer(token, many.Submitter, item.Request, now, moreFollow: index < many.Items.Count - 1);
        }
    }

    /// <returns>The sequencer's token for the sender's.</returns>
    private long Await(long token, ActivityContext trace, RequestKind kind) => _pending.Add(
        new PendingAnswers.Target(Sender, token, kind, HypercallTracing.Journal(trace, _settings.Partition)));

    private void Read(QueryState query, HostTime now)
    {
        long token = _pending.Add(new PendingAnswers.Target(Sender, query.Token, RequestKind.State));
        if (query.Queued)
            _sequencer.OfferRead(token, query.Submitter, now);
        else
            _sequencer.ReadNow(token, now);
    }

    private void Report(EngineReport report) => _incarnation.Owner.Tell(report, Self);

    private void Warn(string text)
    {
        Log.Warning("{0}: {1}", PersistenceId, text);
        Report(new EngineWarning(_incarnation.Generation, text));
    }

    private void End(StopNotice notice)
    {
        _ended = notice;
        Timers.CancelAll();
        Report(new EngineEnded(_incarnation.Generation, notice));
    }
}
