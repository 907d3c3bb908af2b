using Hypercall.Actors.Engine.Reports;
using Hypercall.Actors.Ownership;

namespace Hypercall.Actors.Engine;

/// <summary>
/// Whether an engine that has recovered may fence, and what follows when another owner has (runtime.md §5). Fenced
/// is final for this actor: it starts no engine again, in a cluster it asks to be placed elsewhere.
/// </summary>
public sealed partial class PartitionActor
{
    private static readonly TimeSpan ReleaseInterval = TimeSpan.FromSeconds(2);
    private readonly EngineTroubles _troubles = new();
    private readonly ReadyOwners _readyOwners;
    private IActorRef _inquiry = ActorRefs.Nobody;
    private IActorRef _successorLook = ActorRefs.Nobody;
    private EngineRecovered? _recovered;
    private JournalMark? _seen;
    private JournalMark? _seenBefore;
    private bool _isFencedOut;

    /// <summary>
    /// The epoch whose engine was ready after a loss that an operator accepted, and the highest one that had been seen
    /// of what is lost; null where the engine accepted none.
    /// </summary>
    private (long Own, long Lost)? _accepted;

    /// <summary>What a snapshot showed to be lost, which an operator accepted; null: none did.</summary>
    private string? _foundLost;

    /// <summary>The highest epoch that an engine has recovered, by a snapshot of what is lost too.</summary>
    private long _recoveredEpoch;

    /// <summary>The highest epoch that an engine of this actor may have written; 0: none yet.</summary>
    private long _ownEpoch;

    private bool AcceptsLoss => _settings.AcceptsLoss && HoldsOperatorsWord;

    private bool HoldsOperatorsWord => !_readyOwners.Has(_settings.Partition);

    private void ReceiveOwnership()
    {
        Receive<EpochRead>(_ => Sender.Equals(_successorLook), read => NameSuccessor(read.Found));
        Receive<EpochRead>(TakeLook);
        Receive<EpochUnread>(_ => Sender.Equals(_journalLook), _ => CountTrouble(StopReason.JournalUnreadable));
        Receive<EpochUnread>(_ => { });
        Receive<FenceFound>(TakeFound);
        Receive<MembersHeard>(TakeMembers);
        Receive<ClockCheckDue>(_ => AskMembersAgain());
        Receive<ReleaseDue>(_ => _settings.Members?.Release(_settings.Partition));
    }

    private void TakeRecovered(EngineRecovered recovered)
    {
        if (WasTaken(recovered))
        {
            _isFencedOut = true;
            string host = recovered.PreviousOwner is { } owner ? $" of host '{owner}'" : "";
            _engine.Tell(new FenceNot(
                StopReason.Fenced, $"the journal's epoch is {recovered.Epoch}{host}, own is {_ownEpoch}"));
            return;
        }

        _recovered = recovered;
        if (_settings.Members is null)
            Fence(recovered, new FenceTerms());
        else
            AskAbout(recovered, recovered.PreviousOwner);
    }

    private void AskAbout(EngineRecovered recovered, string? owner) => _inquiry.Tell(
        new AskMembers(recovered.Epoch, owner, _settings.TakesOver && HoldsOperatorsWord));

    /// <summary>A search that fails leaves it without a name.</summary>
    private void TakeFound(FenceFound found)
    {
        if (found.Failure is { } failure)
            _log.Warning("the fence of partition {0} was not found: {1}", _settings.Partition, failure.Message);
        if (_recovered is { } recovered && recovered.Epoch == found.Epoch)
            AskAbout(recovered, found.Host ?? "");
    }

    /// <summary>
    /// True where another host has fenced since an engine of this actor did, or tried to: the rows themselves cannot
    /// tell whose a fence was that both tried to write, its host can.
    /// </summary>
    private bool WasTaken(EngineRecovered recovered)
    {
        if (_ownEpoch == 0 || recovered.Epoch < _ownEpoch)
            return false;
        bool isOwn = recovered.PreviousOwner is { } owner
            ? owner == _settings.Sequencer.HostId
            : _epoch == _ownEpoch;
        return recovered.Epoch > _ownEpoch || !isOwn;
    }

    private void TakeMembers(MembersHeard heard)
    {
        bool stampsTime = _settings.Sequencer.TimeSource == TimeSource.Clock;
        if (_recovered is { } recovered)
            Judge(recovered, heard, stampsTime);
        else if (_state == PartitionState.Ready)
            Compare(heard, stampsTime);
    }

    private void Compare(MembersHeard heard, bool stampsTime)
    {
        if (stampsTime && !heard.Clocks.IsSound)
            _engine.Tell(new ClockRefused(heard.Clocks.Describe()));
        else if (heard.Seen is { } seen && _seen is { } own && IsAcceptedAsLost(seen, own))
            _settings.Members?.RepeatLoss(_settings.Partition, own);
    }

    /// <summary>
    /// What a member that joined later had seen of the journal before it lost rows. Who accepted no loss in its own
    /// epoch hides none; a mark of an epoch that nobody had seen then is another owner's.
    /// </summary>
    private bool IsAcceptedAsLost(JournalMark seen, JournalMark own) =>
        _accepted is { } accepted
        && accepted.Own == own.Epoch
        && seen.Epoch <= Math.Max(accepted.Own, accepted.Lost)
        && (seen.Sequence > own.Sequence || seen.Epoch > own.Epoch);

    private void Judge(EngineRecovered recovered, MembersHeard heard, bool stampsTime)
    {
        if (heard.Seen is { } seen)
            Remember(seen);
        if (heard.MustNameOwner)
            FindFence(recovered);
        else if (heard.ForeignOwner is { } foreign)
            RefuseFence(StopReason.ForeignOwner, foreign);
        else if (stampsTime && !heard.Clocks.IsSound)
            RefuseFence(StopReason.ClockJump, heard.Clocks.Describe());
        else
            Fence(recovered, new FenceTerms
            {
                ClockComparedAt = heard.ComparedAt,
                ClockIsConfirmed = heard.Clocks.IsConfirmed,
            });
    }

    private void FindFence(EngineRecovered recovered) =>
        FenceSearch.HostAsync(Context.System, _settings, recovered.Epoch, recovered.LastRecord).PipeTo(
            Self,
            success: host => new FenceFound(recovered.Epoch, host, null),
            failure: cause => new FenceFound(recovered.Epoch, null, cause));

    private void RefuseFence(StopReason reason, string detail)
    {
        _recovered = null;
        _engine.Tell(new FenceNot(reason, detail));
    }

    private void Fence(EngineRecovered recovered, FenceTerms terms)
    {
        _recovered = null;
        _recoveredEpoch = Math.Max(_recoveredEpoch, recovered.Epoch);
        _engine.Tell(new FenceNow(terms with
        {
            Seen = _seenBefore,
            SeenSince = _seen,
            AcceptsLoss = AcceptsLoss,
            FoundLost = _foundLost,
        }));
    }

    private void Remember(JournalMark mark) => _seen = _seen?.Furthest(mark) ?? mark;

    private void TakeOwnMark(EngineReady ready)
    {
        _accepted = ready.AcceptedLoss is null
            ? null
            : (ready.At.Epoch, Math.Max(_recoveredEpoch, _seen?.Epoch ?? 0));
        if (ready.AcceptedLoss is { } lost)
        {
            _seen = null;
            Warn($"a loss was accepted: {lost}");
            _log.Warning("partition {0}: a loss was accepted: {1}", _settings.Partition, lost);
            _settings.Members?.AcceptLoss(_settings.Partition, ready.At);
        }

        Remember(ready.At);
        _readyOwners.Add(_settings.Partition);
        if (_settings.Members is { } members)
            Timers.StartPeriodicTimer(nameof(ClockCheckDue), new ClockCheckDue(), members.ClockCheckInterval);
    }

    private void AskMembersAgain()
    {
        if (_state == PartitionState.Ready && _recovered is null)
            _inquiry.Tell(new AskMembers(_epoch, _settings.Sequencer.HostId, TakesOver: false));
    }

    /// <summary>A cause that lies here: another member may do better.</summary>
    private void CountTrouble(StopReason reason)
    {
        if (_settings.Members is not { } members)
            return;
        long nowMs = (long)Context.System.Scheduler.MonotonicClock.TotalMilliseconds;
        if (!_troubles.Add(reason, nowMs) || !members.Release(_settings.Partition))
            return;
        Warn($"the partition is let go, {reason}");
        _log.Warning("partition {0} is let go: {1}", _settings.Partition, reason);
    }

    /// <summary>What an operator can do about a journal that is not taken.</summary>
    private static StopNotice WithAdvice(StopNotice notice) => notice.Reason switch
    {
        StopReason.JournalRewritten => notice with
        {
            Detail = notice.Detail + "; bring back what it lost, or start all nodes anew with --accept-loss",
        },
        StopReason.ForeignOwner => notice with
        {
            Detail = notice.Detail + "; --take-over says that this venue is to have it",
        },
        _ => notice,
    };

    private void StayFencedOut(StopNotice notice, bool mustLook)
    {
        _isFencedOut = true;
        _log.Error("partition {0} has another owner: {1}", _settings.Partition, notice.Detail);
        _state = _settings.Members is null ? PartitionState.Down : PartitionState.Unavailable;
        if (_settings.Members is not null)
            Timers.StartPeriodicTimer(nameof(ReleaseDue), new ReleaseDue(), TimeSpan.Zero, ReleaseInterval);
        if (!mustLook)
            return;
        _successorLook = Context.ActorOf(EpochReader.Props(_settings));
        _successorLook.Tell(new ReadEpoch(notice.RecordNumber));
    }

    /// <summary>Who took the record's number: a write that fails for it does not know.</summary>
    private void NameSuccessor(JournalObservation found)
    {
        Context.Stop(_successorLook);
        _successorLook = ActorRefs.Nobody;
        if (_stop is { } stop && found.Owner is { } owner)
            _stop = stop with { Detail = $"host '{owner}' took over with epoch {found.HighestEpoch}; {stop.Detail}" };
    }

    private sealed class ClockCheckDue : INoSerializationVerificationNeeded;

    private sealed class ReleaseDue : INoSerializationVerificationNeeded;

    private sealed record FenceFound(long Epoch, string? Host, Exception? Failure) : INoSerializationVerificationNeeded;
}
