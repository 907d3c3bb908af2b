using System.Diagnostics;
using Hypercall.Actors.Engine.Reports;
using Hypercall.Actors.Metrics;
using Hypercall.Actors.Storage;

namespace Hypercall.Actors.Engine;

/// <summary>
/// The persistent actor around one sequencer: gives it the messages, the journal's answers and the time, and carries
/// out what it asks for. It decides nothing. One record per PersistAsync, at most one in flight. Started by a
/// <see cref="PartitionActor"/>, never directly; it reports to that and gets only what that lets through: anything else
/// that it receives is a defect and throws.
/// </summary>
internal sealed partial class EngineActor : ReceivePersistentActor, IWithTimers
{
    private readonly PartitionSettings _settings;
    private readonly long _newestSnapshot;
    private readonly Func<HostTime> _clock;
    private readonly EngineSequencer _sequencer;
    private readonly PendingAnswers _pending = new();
    private readonly IActorRef _epochReader;
    private readonly ReplayPace.Reader _replay;
    private readonly long _startedAt = Stopwatch.GetTimestamp();
    private HostTime _now;
    private StopNotice? _ended;
    private Exception? _defect;

    /// <summary>An engine of the partition.</summary>
    /// <param name="newestSnapshot">
    /// Snapshots of later records are not tried; 0: the snapshot store is not even asked, the journal is replayed
    /// whole.
    /// </param>
    public EngineActor(PartitionSettings settings, IReadOnlyList<SkipRecord> skips, long newestSnapshot)
    {
        _settings = settings;
        _newestSnapshot = newestSnapshot;
        _heldAnswers = new HeldAnswers(settings.MaxMessageBytes);
        _clock = settings.Clock ?? Context.System.Scheduler.Read;
        JournalPluginId = settings.JournalPluginId;
        SnapshotPluginId = settings.SnapshotPluginId;
        _sequencer = new EngineSequencer(settings.Sequencer, this);
        _sequencer.BeginRecovery(skips);
        _replay = ReplayPace.Of(Context.System).Begin(PersistenceId);
        _epochReader = Context.ActorOf(EpochReader.Props(settings), "epoch-reader");
        ReceiveRows();
        ReceiveCommands();
        ReceiveOwnership();
        ReceiveSnapshotAnswers();
        CommandAny(message => throw new InvalidOperationException(
            $"{message.GetType().FullName} is unknown to the engine"));
    }

    public override string PersistenceId => _settings.PersistenceId;

    public override Akka.Persistence.Recovery Recovery =>
        new(_newestSnapshot > 0 ? new SnapshotSelectionCriteria(_newestSnapshot) : SnapshotSelectionCriteria.None);

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(PartitionSettings settings, IReadOnlyList<SkipRecord> skips, long newestSnapshot)
    {
        Props props = Akka.Actor.Props.Create(() => new EngineActor(settings, skips, newestSnapshot));
        return settings.Dispatcher is { } dispatcher ? props.WithDispatcher(dispatcher) : props;
    }

    protected override void PreStart()
    {
        base.PreStart();
        Report(new EngineRecovering());
    }

    /// <summary>
    /// The clocks are read once for each message. Akka hands a write to the journal when the handler of a message
    /// returns, but not when that of a stored event does. So the next write, which <see cref="Written"/> has asked for,
    /// leaves with a message that does nothing, and only then is the stored record applied: the journal and the engine
    /// work at the same time.
    /// </summary>
    protected override bool AroundReceive(Receive receive, object message)
    {
        _now = _clock();
        try
        {
            bool handled = base.AroundReceive(receive, message);
            if (_written)
            {
                _written = false;
                base.AroundReceive(receive, HandOver.Instance);
                base.AroundReceive(receive, ApplyStored.Instance);
            }

            TellAnswers();
            ArrangePoll();
            return handled;
        }
        catch (Exception exception)
        {
            _defect = exception;
            throw;
        }
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

    private void ReceiveCommands()
    {
        Command<Submit>(Offer);
        Command<SubmitMany>(OfferAll);
        Command<HandOver>(_ => { });
        Command<ApplyStored>(_ => ApplyWritten());
        Command<PollDue>(_ => Poll());
        Command<QueryState>(Read);
        Command<TakeSnapshot>(TakeSnapshotFor);
        Command<StopEngine>(_ => _sequencer.Drain(_now));
    }

    private void ReceiveOwnership()
    {
        Command<EpochRead>(_ => _looksAtEnd, read => TakeEnd(read.Found));
        Command<EpochRead>(read => _sequencer.JournalObserved(WithArchived(read.Found), _now));
        Command<EpochUnread>(TakeUnread);
        Command<FenceNow>(fence => PrepareFence(fence.Terms));
        Command<LostSnapshotsDeleted>(deleted => Fence(deleted.Terms));
        Command<FenceNot>(RefuseFence);
        Command<ClockRefused>(refused => _sequencer.ClockDiffers(refused.Detail));
    }

    private void Offer(Submit submit) => _sequencer.Offer(
        Await(submit.Token, submit.Trace, RequestKind.Submission), submit.Submitter, submit.Request, _now);

    private void OfferAll(SubmitMany many)
    {
        for (int index = 0; index < many.Items.Count; index++)
        {
            SubmitItem item = many.Items[index];
            long token = Await(item.Token, item.Trace, RequestKind.OneOfMany);
            _sequencer.Offer(token, many.Submitter, item.Request, _now, moreFollow: index < many.Items.Count - 1);
        }
    }

    /// <returns>The sequencer's token for the sender's.</returns>
    private long Await(long token, ActivityContext trace, RequestKind kind) => _pending.Add(
        new PendingAnswers.Target(Sender, token, kind, HypercallTracing.Journal(trace, _settings.Partition)));

    private void Read(QueryState query)
    {
        long token = _pending.Add(new PendingAnswers.Target(Sender, query.Token, RequestKind.State));
        if (query.Queued)
            _sequencer.OfferRead(token, query.Submitter, _now);
        else
            _sequencer.ReadNow(token, _now);
    }

    private void Report(EngineReport report) => Context.Parent.Tell(report, Self);

    private void Warn(string text)
    {
        Log.Warning("{0}: {1}", PersistenceId, text);
        Report(new EngineWarning(text));
    }

    private void End(StopNotice notice)
    {
        _ended = notice;
        Timers.CancelAll();
        Report(new EngineEnded(notice));
    }
}
