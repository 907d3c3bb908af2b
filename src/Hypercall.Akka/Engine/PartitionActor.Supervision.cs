using Hypercall.Actors.Engine.Reports;

namespace Hypercall.Actors.Engine;

/// <summary>Starting, restarting and ending what runs under the partition's actor.</summary>
public sealed partial class PartitionActor
{
    private IActorRef _ledger = ActorRefs.Nobody;
    private IActorRef _ledgerSupervisor = ActorRefs.Nobody;
    private IActorRef _supervisor = ActorRefs.Nobody;
    private IActorRef _journalLook = ActorRefs.Nobody;
    private readonly SnapshotLimit _snapshots = new();
    private bool _hasBegun;
    private int _failedStarts;
    private int _generation;

    /// <inheritdoc/>
    protected override SupervisorStrategy SupervisorStrategy() => BackOff.StopOnAnything();

    private Props Supervised(Props child, string name) =>
        BackOff.Supervised(child, name, _settings, static message => message is StopEngine);

    private void StartLedger()
    {
        _ledgerSupervisor = Context.ActorOf(Supervised(SkipLedger.Props(_settings, Self), "skips"));
        Context.Watch(_ledgerSupervisor);
    }

    private void StartEngine()
    {
        _generation++;
        _hasBegun = false;
        _ring.Clear();
        var incarnation = new EngineIncarnation(_generation, Self, _skips!, _snapshots);
        _supervisor = Context.ActorOf(Supervised(EngineActor.Props(_settings, incarnation), "engine"));
        Context.Watch(_supervisor);
        _state = PartitionState.Recovering;
    }

    private void TakeEngineEnd(StopNotice notice)
    {
        bool wasReady = !_engine.IsNobody();
        _engine = ActorRefs.Nobody;
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
        Context.Stop(_supervisor);
    }

    /// <summary>The engine ends by itself; the next one starts once its supervisor is gone.</summary>
    private void RestartBefore(EngineSnapshotRefused refused)
    {
        Warn(refused.Error);
        _snapshots.Refuse(refused.RecordNumber);
        _engine = ActorRefs.Nobody;
        Context.Stop(_supervisor);
    }

    /// <summary>
    /// Was it the snapshot store or the journal that could not be read? The journal answers that itself.
    /// </summary>
    private void LookAtJournal(string detail)
    {
        Warn($"nothing could be recovered: {detail}");
        _stop = new StopNotice(StopReason.JournalUnreadable, 0, 0, detail);
        _state = PartitionState.Unavailable;
        CountTrouble(StopReason.JournalUnreadable);
        _journalLook = Context.ActorOf(EpochReader.Props(_settings));
        _journalLook.Tell(new ReadEpoch(1));
        Context.Stop(_supervisor);
    }

    /// <summary>
    /// A journal that can be read at once leaves the snapshots to blame: the next engine replays it whole. One that had
    /// to be waited for was out of reach, and most likely the snapshots with it.
    /// </summary>
    private void TakeLook(EpochRead read)
    {
        if (read.Tries == 1)
            _snapshots.RefuseAll();
        Context.Stop(_journalLook);
        _journalLook = ActorRefs.Nobody;
        StartEngineOnceAlone();
    }

    private void StartEngineOnceAlone()
    {
        if (_supervisor.IsNobody() && _journalLook.IsNobody() && _state != PartitionState.Stopping && !_isFencedOut)
            StartEngine();
    }

    /// <summary>
    /// No engine came about, as with a dispatcher that there is not: at once the next would not come about either.
    /// </summary>
    private void StartEngineAfterPause()
    {
        _failedStarts++;
        _stop = new StopNotice(
            StopReason.HostFailed, 0, _sequence, $"no engine can be made on dispatcher '{_settings.Dispatcher}'");
        _state = PartitionState.Unavailable;
        Timers.StartSingleTimer(
            nameof(StartDue),
            new StartDue(),
            BackOff.Pause(_failedStarts, _settings.MinBackoff, _settings.MaxBackoff));
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
            _supervisor.Tell(new StopEngine());
        else if (_supervisor.IsNobody())
            Context.Stop(Self);
        else
            Context.Stop(_supervisor);
    }

    private void TakeEnd(IActorRef ended)
    {
        if (!ended.Equals(_supervisor))
        {
            if (!ended.Equals(_ledgerSupervisor))
                _subscribers.Remove(ended);
            return;
        }

        _supervisor = ActorRefs.Nobody;
        if (_state == PartitionState.Stopping)
            Context.Stop(Self);
        else if (_state != PartitionState.Down && _hasBegun)
            StartEngineOnceAlone();
        else if (_state != PartitionState.Down)
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

    private void StoreSkip(SkipCommand skip)
    {
        if (_isFencedOut)
            Sender.Tell(new SkipAnswer(skip.Token, "another host owns the journal"), Self);
        else if (_state != PartitionState.Down || _ledger.IsNobody())
            Sender.Tell(new SkipAnswer(skip.Token, $"the partition is {_state}, not Down"), Self);
        else
            _ledger.Tell(skip, Sender);
    }

    private void TakeStoredSkip(SkipStored stored)
    {
        stored.Operator.Tell(new SkipAnswer(stored.Command.Token, stored.Error), Self);
        if (stored.Error is not null)
            return;
        _skips = stored.Skips;
        if (_state == PartitionState.Down && _supervisor.IsNobody())
            StartEngine();
        else if (_state == PartitionState.Down)
            _state = PartitionState.Unavailable;
    }

    private sealed class StartDue : INoSerializationVerificationNeeded;
}
