using Hypercall.Engine;
using Hypercall.Sequencer.Snapshots;

namespace Hypercall.Sequencer.Live;

/// <summary>When a snapshot is taken, and what it carries.</summary>
public sealed partial class EngineSequencer
{
    private bool _savingSnapshot;
    private bool _snapshotAsked;
    private bool _everSnapshot;
    private long _savingSequence;
    private long _savingRecordNumber;
    private long _savedSequence;
    private long _snapshotTakenMs;
    private long _snapshotsTaken;
    private long _snapshotsFailed;

    /// <summary>The snapshot handed over is saved.</summary>
    /// <param name="recordNumber">Its record number.</param>
    /// <param name="now">The host's clocks.</param>
    public void SnapshotSaved(long recordNumber, HostTime now) => SnapshotAnswered(recordNumber, saved: true, now);

    /// <summary>
    /// The snapshot handed over could not be saved; the next one is tried as soon as the interval allows.
    /// </summary>
    /// <param name="recordNumber">Its record number.</param>
    /// <param name="now">The host's clocks.</param>
    public void SnapshotFailed(long recordNumber, HostTime now) => SnapshotAnswered(recordNumber, saved: false, now);

    /// <summary>Take a snapshot at the next record boundary, which may be now, whatever the interval.</summary>
    /// <param name="now">The host's clocks.</param>
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

    private void TakeSnapshot(long recordNumber, HostTime now)
    {
        _everSnapshot = true;
        _snapshotTakenMs = now.MonotonicMs;
        if (FirstBrokenInvariant() is { } broken)
        {
            Stop(
                StopReason.Poison,
                recordNumber,
                _engine.Sequence,
                $"record {recordNumber}, sequence {_engine.Sequence}: the state contradicts itself, {broken}");
            return;
        }

        if (TryEncode(recordNumber, out Exception? defect) is not { } bytes)
        {
            _snapshotsFailed++;
            _effects.SnapshotNotTaken(recordNumber, $"{defect!.GetType().Name}: {defect.Message}");
            return;
        }

        _savingSnapshot = true;
        _savingSequence = _engine.Sequence;
        _savingRecordNumber = recordNumber;
        _snapshotsTaken++;
        _effects.SaveSnapshot(recordNumber, _engine.Sequence, bytes);
    }

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
    private byte[]? TryEncode(long recordNumber, out Exception? defect)
    {
        defect = null;
        try
        {
            _options.BeforeSnapshot?.Invoke(_engine.Sequence);
            byte[] state = _engine.Snapshot();
            return SnapshotCodec.Encode(new EngineSnapshot
            {
                EngineId = _options.EngineId,
                Epoch = Epoch,
                RecordNumber = recordNumber,
                Sequence = _engine.Sequence,
                Hash = _engine.Hash,
                TimeSource = Header!.TimeSource,
                Origin = Header.Origin,
                Skipped = Replayer.Skips.UpTo(_engine.Sequence),
                Digests = ExchangeEngine.DigestSnapshot(state)!.Components,
                State = state,
            });
        }
        catch (Exception exception)
        {
            defect = exception;
            return null;
        }
    }
}
