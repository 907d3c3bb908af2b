using Hypercall.Actors.Engine.Reports;
using Hypercall.Actors.Follower;

namespace Hypercall.Actors.Engine;

/// <summary>Starting, restarting and ending what runs under the partition's actor.</summary>
public sealed partial class PartitionActor
{
    private IActorRef _ledger = ActorRefs.Nobody;
    private IActorRef _ledgerSupervisor = ActorRefs.Nobody;
    private IActorRef _engine = ActorRefs.Nobody;
    private IActorRef _journalLook = ActorRefs.Nobody;

    /// <summary>
    /// Snapshots of later records are not tried by the next engine: those that failed their checks, or all of a store
    /// that failed, though not what an engine has saved since; else a venue whose store failed once would replay its
    /// journal whole at every restart.
    /// </summary>
    private long _newestSnapshot = long.MaxValue;
    private int _loadsFailed;
    private bool _hasBegun;
    private bool _startsAtOnce;
    private TimeSpan _startedAt;
    private int _pauses;

    protected override SupervisorStrategy SupervisorStrategy() => BackOff.StopOnAnything();

    private void StartLedger() => _ledgerSupervisor = Context.ActorOf(
        BackOff.Supervised(SkipLedger.Props(_settings, Self), "skips", _settings, static _ => false));

    private void StartEngine()
    {
        (_hasBegun, _startsAtOnce) = (false, false);
        _startedAt = Context.System.Scheduler.MonotonicClock;
        _ring.Clear();
        _state = PartitionState.Recovering;
        try
        {
            Props engine = EngineActor.Props(_settings, _skips!, _newestSnapshot);
            _engine = Context.Watch(Context.ActorOf(engine, "engine"));
        }
        catch (Exception exception) when (exception is ConfigurationException or NotSupportedException)
        {
            _log.Error(exception, "no engine of partition {0} can be made", _settings.Partition);
            StartEngineAfterPause();
        }
    }

    private void TakeEngineEnd(StopNotice notice)
    {
        _engine.Tell(PoisonPill.Instance);
        bool wasReady = _state == PartitionState.Ready;
        _recovered = null;
        notice = WithAdvice(notice);
        _stop = notice;
        if (_state == PartitionState.Stopping)
            return;
        if (notice.Reason == StopReason.Fenced && (wasReady || _isFencedOut))
        {
            StayFencedOut(notice, mustLook: wasReady && notice.RecordNumber > 0);
            return;
        }

        CountTrouble(notice.Reason);
        if (notice.MayRestart)
        {
            _state = PartitionState.Unavailable;
            return;
        }

        _log.Error("partition {0} stays down, {1}: {2}", _settings.Partition, notice.Reason, notice.Detail);
        _state = PartitionState.Down;
    }

    /// <summary>The engine ends by itself; the next one starts once it has.</summary>
    private void RestartBefore(EngineSnapshotRefused refused)
    {
        Warn(refused.Error);
        _newestSnapshot = refused.RecordNumber - 1;
        _foundLost ??= refused.AcceptedLoss;
        _startsAtOnce = true;
    }

    /// <summary>
    /// Was it the snapshot store or the journal that could not be read? The journal answers that itself.
    /// </summary>
    private void LookAtJournal(string detail)
    {
        if (_state == PartitionState.Stopping)
            return;
        Warn($"nothing could be recovered: {detail}");
        _stop = new StopNotice(StopReason.JournalUnreadable, 0, 0, detail);
        _state = PartitionState.Unavailable;
        _journalLook = Context.ActorOf(EpochReader.Props(_settings));
        _journalLook.Tell(new ReadEpoch(1));
    }

    /// <summary>
    /// A journal that can be read at once leaves the snapshots to blame: the next engine replays it whole. One that had
    /// to be waited for was out of reach, and most likely the snapshots with it. One whose beginning is archived is
    /// not replayed whole: a snapshot has to be waited for.
    /// </summary>
    private void TakeLook(EpochRead read)
    {
        if (read is { Tries: 1, Found.ArchivedBefore: > 1 })
        {
            LookForSnapshot();
            return;
        }

        if (read.Tries == 1)
            _newestSnapshot = 0;
        EndLook();
        _startsAtOnce = true;
        StartEngineOnceAlone();
    }

    private void EndLook()
    {
        Context.Stop(_journalLook);
        _journalLook = ActorRefs.Nobody;
    }

    /// <summary>
    /// A store that failed may be back after the pause: the same one is tried once more, and only then an older one.
    /// </summary>
    private void LookForSnapshot()
    {
        _loadsFailed++;
        if (_loadsFailed == 1)
        {
            StartEngineAfterLook();
            return;
        }

        new PartitionReads(Context.System, _settings).TellSnapshotNumbers(Self, _newestSnapshot, count: 2);
    }

    /// <summary>After the oldest one it is the newest one's turn again: none is given up for good.</summary>
    private void TakeListed(SnapshotsListed listed)
    {
        if (listed.Numbers is [var failed, var older])
        {
            Warn($"snapshot {failed} cannot be loaded: the one before it, {older}, is tried");
            _newestSnapshot = older;
        }
        else
        {
            _newestSnapshot = long.MaxValue;
            CountTrouble(StopReason.JournalUnreadable);
        }

        StartEngineAfterLook();
    }

    /// <summary>An engine that has not ended yet: its end is followed by the pause.</summary>
    private void StartEngineAfterLook()
    {
        EndLook();
        if (_engine.IsNobody())
            StartEngineAfterPause();
    }

    private void StartEngineOnceAlone()
    {
        if (_engine.IsNobody() && _journalLook.IsNobody() && _state != PartitionState.Stopping && !_isFencedOut)
            StartEngine();
    }

    /// <summary>The pause grows until an engine has run for as long as the longest one.</summary>
    private void StartEngineAfterPause()
    {
        if (!_hasBegun)
        {
            _stop = new StopNotice(
                StopReason.HostFailed, 0, _sequence, $"no engine can be made on dispatcher '{_settings.Dispatcher}'");
            _state = PartitionState.Unavailable;
        }

        bool ranForLong = Context.System.Scheduler.MonotonicClock - _startedAt >= _settings.MaxBackoff;
        _pauses = ranForLong ? 1 : _pauses + 1;
        TimeSpan pause = BackOff.Pause(_pauses, _settings.MinBackoff, _settings.MaxBackoff);
        double jitter = 1 + Random.Shared.NextDouble() * _settings.BackoffJitter;
        Timers.StartSingleTimer(nameof(StartDue), new StartDue(), pause * jitter);
    }

    /// <summary>Drains an engine that takes commands; one that recovers has nothing to answer.</summary>
    private void StartStopping()
    {
        if (_state == PartitionState.Stopping)
            return;
        bool wasReady = _state == PartitionState.Ready;
        _state = PartitionState.Stopping;
        Context.Stop(_ledgerSupervisor);
        if (wasReady)
            _engine.Tell(new StopEngine());
        else if (_engine.IsNobody())
            Context.Stop(Self);
        else
            Context.Stop(_engine);
    }

    private void TakeEnd(IActorRef ended)
    {
        if (!ended.Equals(_engine))
        {
            _subscribers.Remove(ended);
            return;
        }

        _engine = ActorRefs.Nobody;
        if (_state == PartitionState.Stopping)
            Context.Stop(Self);
        else if (_startsAtOnce)
            StartEngineOnceAlone();
        else if (_state != PartitionState.Down && _journalLook.IsNobody() && !_isFencedOut)
            StartEngineAfterPause();
    }

    private void TakeSkips(SkipsLoaded loaded)
    {
        _ledger = loaded.Ledger;
        if (_skips is not null || _state is not (PartitionState.Recovering or PartitionState.Unavailable))
            return;
        _skips = loaded.Skips;
        StartEngine();
    }

    /// <summary>Without the skips an engine might apply what an operator has ruled out: none is started.</summary>
    private void TakeUnreadableSkips(SkipsUnreadable unreadable)
    {
        if (_state == PartitionState.Stopping)
            return;
        Warn($"the skip records cannot be read: {unreadable.Detail}");
        var notice = new StopNotice(unreadable.Reason, 0, 0, $"skip records: {unreadable.Detail}");
        if (!notice.MayRestart)
        {
            _stop = notice;
            _state = PartitionState.Down;
            Context.Stop(_ledgerSupervisor);
            return;
        }

        CountTrouble(notice.Reason);
        if (_skips is null && _state == PartitionState.Recovering)
        {
            _stop = notice;
            _state = PartitionState.Unavailable;
        }
    }

    private sealed class StartDue : INoSerializationVerificationNeeded;
}
