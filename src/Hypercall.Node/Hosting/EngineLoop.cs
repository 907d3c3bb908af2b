using System.Diagnostics;
using Hypercall.Node.Storage;
using Hypercall.Node.Subscriptions;
using Hypercall.Sequencer.Live;

namespace Hypercall.Node.Hosting;

/// <summary>
/// The engine's thread: owns the sequencer and is the only one to call it. Each turn takes what the inbox holds,
/// submissions before the results of the node's own threads (a finished write starts the next one, and what has been
/// offered by then goes into it), then gives the sequencer the time. Ends with the sequencer's Stop, or with an
/// exception, which stops the node the same way.
/// </summary>
internal sealed class EngineLoop
{
    private readonly NodeInbox _inbox;
    private readonly AnswerSlots _slots;
    private readonly NodeEffects _effects;
    private readonly NodeStatus _status;
    private readonly NodeMeasurements _measurements;
    private readonly INodeClock _clock;
    private readonly EngineSequencer _sequencer;
    private InboxContent _content = new();

    public EngineLoop(
        NodeOptions options,
        NodeInbox inbox,
        AnswerSlots slots,
        NodeEffects effects,
        NodeStatus status,
        NodeMeasurements measurements)
    {
        _inbox = inbox;
        _slots = slots;
        _effects = effects;
        _status = status;
        _measurements = measurements;
        _clock = options.Clock;
        _sequencer = new EngineSequencer(options.Sequencer, effects);
    }

    /// <summary>The thread's body.</summary>
    public void Run(NodeStorage storage, NodeOptions options, CancellationToken stopRecovery)
    {
        try
        {
            var recovery = new NodeRecovery(_sequencer, storage, _status.Warn, options.OnRecovery, stopRecovery);
            if (recovery.Run() is { } lastRecord)
            {
                _status.Recovered(_sequencer.RecoveryReport);
                _sequencer.RecoveryCompleted(_clock.Now, lastRecord);
            }

            while (!_status.IsStopped)
                Turn();
        }
        catch (OperationCanceledException) when (stopRecovery.IsCancellationRequested)
        {
            _status.Stop(new NodeStop(new StopNotice(
                StopReason.Drained, 0, _sequencer.AppliedSequence, "asked to stop during recovery")));
        }
        catch (Exception exception)
        {
            _status.Stop(NodeStop.From(exception, _sequencer.Phase, _sequencer.AppliedSequence));
        }
        finally
        {
            End();
        }
    }

    /// <summary>A read in the queue, or one that may be answered at once.</summary>
    public void OfferRead(NodeRead read, bool queued, long submitter, HostTime now)
    {
        if (_status.IsStopped)
        {
            read.Fail(SubmissionStatus.EngineStopped);
            return;
        }

        long token = _slots.Add(new AnswerSlots.Target(null, read, 0));
        if (queued)
            _sequencer.OfferRead(token, submitter, now);
        else
            _sequencer.ReadNow(token, now);
    }

    public void Written(long recordNumber, HostTime now)
    {
        if (_status.IsStopped)
            return;
        long appliedBefore = _sequencer.AppliedSequence;
        long start = Stopwatch.GetTimestamp();
        _effects.BeginInput();
        _sequencer.WriteCompleted(recordNumber, now);
        _sequencer.ApplyWritten(now);
        TimeSpan elapsed = Stopwatch.GetElapsedTime(start) - _effects.TakeSnapshotStall();
        long applied = _sequencer.AppliedSequence - appliedBefore;
        if (applied == 0)
            return;
        _measurements.BatchSize.Record(applied);
        _measurements.ApplyTime.Record(elapsed);
    }

    public void WriteFailed(long recordNumber, WriteFailure failure, Exception exception, HostTime now)
    {
        if (_status.IsStopped)
            return;
        _status.Cause = exception;
        _sequencer.WriteFailed(recordNumber, failure, exception.Message, now);
    }

    /// <summary>Runs <paramref name="input"/> on the sequencer unless it has stopped.</summary>
    /// <returns>False when it has.</returns>
    public bool Input(Action<EngineSequencer> input)
    {
        if (_status.IsStopped)
            return false;
        _effects.BeginInput();
        input(_sequencer);
        return true;
    }

    private void Turn()
    {
        HostTime now = _clock.Now;
        _inbox.Take(ref _content);
        bool idle = _content.IsEmpty;
        while (_content.SubmissionsOffered < _content.Submissions.Count)
        {
            ref readonly QueuedSubmission queued = ref _content.NextSubmission();
            long token = _slots.Add(new AnswerSlots.Target(queued.Sink, null, queued.Submission.Token));
            _sequencer.Offer(queued.Submission with { Token = token }, now);
        }

        foreach (Action<HostTime> result in _content.Results)
            result(now);
        while (_content.RequestsRun < _content.Requests.Count)
            _content.NextRequest()(now);
        _content.Clear();
        if (_sequencer.PollDelayMs(now) <= 0)
            _sequencer.Poll(now);
        _status.Publish(_sequencer);
        if (idle && !_status.IsStopped)
            _inbox.Wait(_clock.SleepMs(Math.Max(1, _sequencer.PollDelayMs(now))));
    }

    /// <summary>
    /// Answers whatever is left: with an orderly stop that is only what came after it; after an exception the answers
    /// of what was queued are not known.
    /// </summary>
    private void End()
    {
        _inbox.Close();
        AnswerRest(_content);
        var rest = new InboxContent();
        _inbox.Take(ref rest);
        AnswerRest(rest);
        foreach (AnswerSlots.Target target in _slots.RemoveAll())
        {
            if (target.Sink is { } sink)
                Fail(sink, target.Token, SubmissionStatus.OutcomeUnknown);
            else
                target.Read!.Fail(SubmissionStatus.EngineStopped);
        }

        _status.Publish(_sequencer);
    }

    /// <summary>Answers what was not offered or run any more.</summary>
    private void AnswerRest(InboxContent content)
    {
        while (content.SubmissionsOffered < content.Submissions.Count)
        {
            QueuedSubmission queued = content.NextSubmission();
            Fail(queued.Sink, queued.Submission.Token, SubmissionStatus.EngineStopped);
        }

        while (content.RequestsRun < content.Requests.Count)
            content.NextRequest()(_clock.Now);
    }

    /// <summary>A sink that throws here must not keep the others from their answers.</summary>
    private void Fail(ISubmissionSink sink, long token, SubmissionStatus status)
    {
        try
        {
            sink.Failed(token, status, 0);
        }
        catch (Exception exception)
        {
            _status.Warn($"a submission's sink threw: {exception.Message}");
        }
    }
}
