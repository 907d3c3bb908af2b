using Hypercall.Sequencer.Snapshots;

namespace Hypercall.Sequencer.Live;

/// <summary>When a snapshot is taken, and what it carries.</summary>
public sealed partial class EngineSequencer
{
    /// <summary>From the encoding until it is saved or given up.</summary>
    private bool _savingSnapshot;

    /// <summary>Until its check has ended.</summary>
    private bool _checkingSnapshot;
    private bool _snapshotAsked;
    private bool _everSnapshot;
    private long _savingSequence;
    private long _savingRecordNumber;
    private long _savedSequence;
    private long _snapshotTakenMs;
    private long _snapshotsFailed;

    /// <summary>The snapshot given away for it is made and checked, or cannot be.</summary>
    public void SnapshotChecked(long recordNumber, CheckedSnapshot result, HostTime now)
    {
        Enter();
        bool isAwaited = _checkingSnapshot && _savingSnapshot && _savingRecordNumber == recordNumber;
        if (isAwaited && Phase is SequencerPhase.Live or SequencerPhase.Draining)
        {
            _checkingSnapshot = false;
            TakeChecked(recordNumber, result, now);
        }

        Leave();
    }

    /// <summary>The snapshot handed over is saved.</summary>
    public void SnapshotSaved(long recordNumber, HostTime now) => SnapshotAnswered(recordNumber, saved: true, now);

    /// <summary>
    /// The snapshot handed over could not be saved; the next one is tried as soon as the interval allows.
    /// </summary>
    public void SnapshotFailed(long recordNumber, HostTime now) => SnapshotAnswered(recordNumber, saved: false, now);

    /// <summary>Take a snapshot at the next record boundary, which may be now, whatever the interval.</summary>
    /// <returns>False where nothing is asked for: one is being saved, or no commands are taken.</returns>
    public bool RequestSnapshot(HostTime now)
    {
        Enter();
        bool isAsked = Phase == SequencerPhase.Live && !_savingSnapshot;
        _snapshotAsked |= isAsked;
        if (isAsked && !_writing)
            SnapshotIfDue(_lastRecordNumber, now);
        Leave();
        return isAsked;
    }

    private void SnapshotAnswered(long recordNumber, bool saved, HostTime now)
    {
        Enter();
        if (Phase != SequencerPhase.Stopped && _savingSnapshot && _savingRecordNumber == recordNumber)
        {
            SnapshotEnded(saved);
            if (Phase == SequencerPhase.Draining)
                Continue(now);
        }

        Leave();
    }

    private void SnapshotEnded(bool saved)
    {
        _savingSnapshot = false;
        if (saved)
            _savedSequence = _savingSequence;
        else
            _snapshotsFailed++;
    }

    /// <summary>
    /// At a record boundary, where it was asked for, or after enough commands since the last saved one, which a failed
    /// save does not move, and not within the interval of the last one taken, saved or not.
    /// </summary>
    private void SnapshotIfDue(long recordNumber, HostTime now)
    {
        if (_savingSnapshot || !(_snapshotAsked || IsSnapshotDue(now)))
            return;
        _snapshotAsked = false;
        TakeSnapshot(recordNumber, now);
    }

    private bool IsSnapshotDue(HostTime now) =>
        _options.SnapshotEvery != 0
        && _engine.Sequence - _savedSequence >= _options.SnapshotEvery
        && !(_everSnapshot && now.MonotonicMs - _snapshotTakenMs < _options.SnapshotMinIntervalMs);

    /// <summary>
    /// Encodes the state and gives it away. Nobody waits for the last one of all: what it does not show, the indexes
    /// that follow from the state, is checked before it.
    /// </summary>
    private void TakeSnapshot(long recordNumber, HostTime now)
    {
        _everSnapshot = true;
        _snapshotTakenMs = now.MonotonicMs;
        if (Phase == SequencerPhase.Draining && FirstBrokenInvariant() is { } broken)
        {
            StopContradicted(recordNumber, _engine.Sequence, broken);
            return;
        }

        if (TryDraft(recordNumber, out Exception? defect) is not { } draft)
        {
            _snapshotsFailed++;
            _effects.SnapshotNotTaken(recordNumber, $"{defect!.GetType().Name}: {defect.Message}");
            return;
        }

        _savingSnapshot = true;
        _checkingSnapshot = true;
        _savingSequence = _engine.Sequence;
        _savingRecordNumber = recordNumber;
        _effects.CheckSnapshot(recordNumber, draft);
    }

    private void TakeChecked(long recordNumber, in CheckedSnapshot result, HostTime now)
    {
        switch (result.Flaw)
        {
            case SnapshotFlaw.None:
                _effects.SaveSnapshot(recordNumber, _savingSequence, result.Bytes);
                break;
            case SnapshotFlaw.Contradiction:
                StopContradicted(recordNumber, _savingSequence, result.Error!);
                break;
            default:
                SnapshotEnded(saved: false);
                _effects.SnapshotNotTaken(recordNumber, result.Error!);
                if (Phase == SequencerPhase.Draining)
                    Continue(now);
                break;
        }
    }

    private void StopContradicted(long recordNumber, long sequence, string broken) => Stop(
        StopReason.Poison,
        recordNumber,
        sequence,
        $"record {recordNumber}, sequence {sequence}: the state contradicts itself, {broken}");

    private string? FirstBrokenInvariant()
    {
        try
        {
            _engine.CheckInvariants();
            return null;
        }
        catch (Exception exception)
        {
            return $"{exception.GetType().Name}: {exception.Message}";
        }
    }

    /// <summary>A state too large to be encoded is no reason to stop: it goes on, and recovery replays more.</summary>
    private SnapshotDraft? TryDraft(long recordNumber, out Exception? defect)
    {
        defect = null;
        try
        {
            _options.BeforeSnapshot?.Invoke(_engine.Sequence);
            return SnapshotDraft.Of(
                _engine, Header!, (Epoch, recordNumber), Replayer.SkipsUpTo(_engine.Sequence), Replayer.Options);
        }
        catch (Exception exception)
        {
            defect = exception;
            return null;
        }
    }
}
