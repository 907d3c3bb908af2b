using Hypercall.Sequencer.Client;

namespace Hypercall.Sequencer.Live;

/// <summary>What happens because time passes.</summary>
public sealed partial class EngineSequencer
{
    private const long ClockAnchorMs = 3_600_000;
    private const long LatestReadFactor = 4;
    private static readonly EncodedRequest OwnTick = EncodedRequest.Of(new ClientRequest(new Tick()));
    private HostTime _clockAnchor;
    private long _sealedSequence;
    private long _lastSealMs;
    private long _ticksInjected;

    /// <summary>Time has passed: time-outs, seals, ticks, heartbeats, owner checks.</summary>
    public void Poll(HostTime now)
    {
        Enter();
        if (Phase is SequencerPhase.Fencing or SequencerPhase.Live or SequencerPhase.Draining
            && !TimedOut(now)
            && ClockIsSound(now)
            && Phase != SequencerPhase.Fencing)
        {
            Continue(now);
            if (Phase != SequencerPhase.Stopped)
                KeepInTouch(now);
        }

        Leave();
    }

    /// <summary>Milliseconds until the next <see cref="Poll"/> can do something, 0 if now.</summary>
    public long PollDelayMs(HostTime now)
    {
        if (Phase is SequencerPhase.Recovering or SequencerPhase.Stopped)
            return _options.WriteTimeoutMs;
        long due = long.MaxValue;
        if (_writing)
            due = _writeStartedMs + _options.WriteTimeoutMs;
        if (_savingSnapshot)
            due = Math.Min(due, _snapshotTakenMs + _options.SnapshotTimeoutMs);
        if (Phase != SequencerPhase.Fencing)
            due = Math.Min(due, Math.Min(OwnerCheckDueMs(), HeartbeatDueMs()));
        if (Phase != SequencerPhase.Fencing && !_writing && _sealedSequence != _engine.Sequence)
            due = Math.Min(due, Math.Min(_idleSinceMs + _options.SealIdleMs, _lastSealMs + _options.SealIntervalMs));
        if (Phase == SequencerPhase.Live && !_writing && OwnTicks && _engine.NextDeadlineMs is { } deadline)
            due = Math.Min(due, now.MonotonicMs + Math.Max(0, deadline - now.WallMs));
        return Math.Clamp(due - now.MonotonicMs, 0, _options.WriteTimeoutMs);
    }

    private bool OwnTicks => _options.TimeSource == TimeSource.Clock;

    private bool TickIsDue(HostTime now) =>
        Phase == SequencerPhase.Live
        && OwnTicks
        && _queue.Count == 0
        && _engine.NextDeadlineMs is { } deadline
        && now.WallMs >= deadline;

    /// <summary>Stops when the journal has been silent for too long; gives up a snapshot that has.</summary>
    private bool TimedOut(HostTime now)
    {
        if (_writing && now.MonotonicMs - _writeStartedMs >= _options.WriteTimeoutMs)
        {
            Stop(
                StopReason.WriteTimeout,
                _writingNumber,
                _engine.Sequence,
                $"record {_writingNumber}: the journal has not answered for {_options.WriteTimeoutMs} ms");
            return true;
        }

        if (_ownerCheckPending && now.MonotonicMs >= OwnerUnknownMs())
        {
            Stop(
                StopReason.OwnerUnknown,
                0,
                _engine.Sequence,
                $"the journal's epoch could not be read for {now.MonotonicMs - _lastOwnerCheckMs} ms");
            return true;
        }

        if (_savingSnapshot && now.MonotonicMs - _snapshotTakenMs >= _options.SnapshotTimeoutMs)
        {
            SnapshotEnded(saved: false);
            _effects.SnapshotNotTaken(
                _savingRecordNumber, $"it took longer than {_options.SnapshotTimeoutMs} ms");
        }

        return false;
    }

    private void KeepInTouch(HostTime now)
    {
        if (now.MonotonicMs >= OwnerCheckDueMs())
            RequestOwnerCheck(now);
        if (now.MonotonicMs < HeartbeatDueMs())
            return;
        _lastPublishMs = now.MonotonicMs;
        _effects.Publish(PublishedBatch.FromOutcomes(NextHeader(), default, []));
    }

    private long OwnerCheckDueMs() => _ownerCheckPending
        ? OwnerUnknownMs()
        : _lastOwnerCheckMs + _options.OwnerCheckIntervalMs;

    /// <summary>
    /// While writes go through the journal is neither out of reach nor another's: a host that is short of time may read
    /// late, though not for ever, since a read alone shows what was lost.
    /// </summary>
    private long OwnerUnknownMs() => Math.Min(
        Math.Max(_lastOwnerCheckMs, _ownershipProvenMs) + _options.WriteTimeoutMs,
        _lastOwnerCheckMs + (LatestReadFactor * _options.WriteTimeoutMs));

    private long HeartbeatDueMs() => _lastPublishMs + _options.HeartbeatIntervalMs;

    /// <summary>Other hosts' clocks differ from this one's: it stamps nothing more.</summary>
    public void ClockDiffers(string detail)
    {
        Enter();
        if (OwnTicks && Phase is not (SequencerPhase.Recovering or SequencerPhase.Stopped))
            StopForClock(detail);
        Leave();
    }

    /// <summary>
    /// Stops when the wall clock cannot be right: far behind the journal, or ahead of what the monotonic clock has
    /// counted since the last anchor. The anchor moves on by the hour, so that the slow correction of a disciplined
    /// clock is not a jump.
    /// </summary>
    private bool ClockIsSound(HostTime now)
    {
        if (!OwnTicks)
            return true;
        long elapsedMs = now.MonotonicMs - _clockAnchor.MonotonicMs;
        long expectedMs = _clockAnchor.WallMs + elapsedMs;
        long lagMs = (_terms.ClockIsConfirmed ? Math.Min(_lastStampMs, expectedMs) : _lastStampMs) - now.WallMs;
        if (lagMs > _options.MaxClockLagMs)
            return StopForClock($"the wall clock is {lagMs} ms behind the journal's last time");
        long leadMs = now.WallMs - expectedMs;
        if (leadMs > _options.MaxClockLeadMs)
            return StopForClock($"the wall clock ran {leadMs} ms ahead of the monotonic clock");
        if (elapsedMs >= ClockAnchorMs)
            _clockAnchor = now;
        return true;
    }

    private bool StopForClock(string detail)
    {
        Stop(StopReason.ClockJump, 0, _engine.Sequence, detail);
        return false;
    }
}
