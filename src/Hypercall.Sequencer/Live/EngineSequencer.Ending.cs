namespace Hypercall.Sequencer.Live;

/// <summary>Ending: on request, or at once.</summary>
public sealed partial class EngineSequencer
{
    private bool _drainAsked;
    private bool _finalSnapshotTaken;

    /// <summary>Take nothing more; answer what is queued, seal, snapshot, then stop with Drained.</summary>
    public void Drain(HostTime now)
    {
        Enter();
        _drainAsked = true;
        if (Phase == SequencerPhase.Recovering)
        {
            Stop(StopReason.Drained, 0, AppliedSequence, "stopped during recovery");
        }
        else if (Phase == SequencerPhase.Live)
        {
            Phase = SequencerPhase.Draining;
            StartIfIdle(now);
        }

        Leave();
    }

    /// <summary>Everything is answered and sealed: the last snapshot, then the end.</summary>
    private void FinishDrain(HostTime now)
    {
        if (_savingSnapshot)
            return;
        if (!_finalSnapshotTaken && _engine.Sequence > _savedSequence)
        {
            _finalSnapshotTaken = true;
            TakeSnapshot(_lastRecordNumber, now);
            if (_savingSnapshot || Phase == SequencerPhase.Stopped)
                return;
        }

        Stop(StopReason.Drained, _lastRecordNumber, _engine.Sequence, "drained");
    }

    private void StopPoisoned(long recordNumber, in CommandEnvelope envelope, Exception defect)
    {
        _effects.WriteDiagnostic(EngineDiagnostic.Create(recordNumber, envelope, defect, _engine));
        Stop(
            StopReason.Poison,
            recordNumber,
            envelope.Sequence,
            $"record {recordNumber}, sequence {envelope.Sequence}: applying it threw {defect.GetType().Name}: "
            + defect.Message);
    }

    /// <summary>
    /// Answers everything that is pending, then stops: what stands in a record whose fate or effect is not known is
    /// OutcomeUnknown, what only waited is NotExecuted.
    /// </summary>
    private void Stop(StopReason reason, long recordNumber, long sequence, string detail)
    {
        int unknown = Math.Max(_applyingCount, _writingEnd);
        Phase = SequencerPhase.Stopped;
        for (int i = 0; _queue.Count > 0; i++)
        {
            PendingSubmission first = _queue[0];
            _queue.RemoveFirst();
            bool inRecord = i < unknown && first.Kind == PendingKind.Command;
            SubmissionStatus status = inRecord ? SubmissionStatus.OutcomeUnknown : SubmissionStatus.NotExecuted;
            if (first.Kind != PendingKind.OwnTick)
                _effects.Fail(first.Token, status, 0);
            FailRepetitions(first, status);
        }

        foreach (long token in _waitingReads)
            _effects.Fail(token, SubmissionStatus.NotExecuted, 0);
        _waitingReads.Clear();
        _writing = false;
        Stopped = new StopNotice(reason, recordNumber, sequence, detail);
        _effects.Stop(Stopped);
    }
}
