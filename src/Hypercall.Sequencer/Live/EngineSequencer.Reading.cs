namespace Hypercall.Sequencer.Live;

/// <summary>
/// Ownership and reads. A write that completes proves that the journal was still ours when it was started; without
/// one, the journal's highest epoch does. A read is answered only on a proof that is young enough.
/// </summary>
public sealed partial class EngineSequencer
{
    private readonly List<long> _waitingReads = [];
    private long _ownershipProvenMs;
    private long _lastOwnerCheckMs;
    private bool _ownerCheckPending;

    /// <summary>
    /// Reads that waited already when the pending check was asked for: its answer is young enough for them.
    /// </summary>
    private int _coveredReads;

    /// <summary>The journal's highest epoch, read after <c>CheckOwner</c> was asked for.</summary>
    /// <param name="epoch">The highest epoch of any record.</param>
    /// <param name="now">The host's clocks.</param>
    public void JournalEpochObserved(long epoch, HostTime now)
    {
        Enter();
        if (Phase is SequencerPhase.Live or SequencerPhase.Draining)
        {
            if (epoch != Epoch)
            {
                Stop(StopReason.Fenced, 0, _engine.Sequence, $"the journal's epoch is {epoch}, own is {Epoch}");
            }
            else if (_ownerCheckPending)
            {
                _ownerCheckPending = false;
                _ownershipProvenMs = Math.Max(_ownershipProvenMs, _lastOwnerCheckMs);
                AnswerWaitingReads(now);
            }
        }

        Leave();
    }

    private void AnswerRead(long token, HostTime now)
    {
        if (OwnershipIsFresh(now))
        {
            _effects.AnswerRead(token, _engine);
            return;
        }

        _waitingReads.Add(token);
        RequestOwnerCheck(now);
    }

    private void AnswerWaitingReads(HostTime now)
    {
        int answered = OwnershipIsFresh(now) ? _waitingReads.Count : _coveredReads;
        for (int i = 0; i < answered; i++)
            _effects.AnswerRead(_waitingReads[i], _engine);
        _waitingReads.RemoveRange(0, answered);
        if (_waitingReads.Count > 0)
            RequestOwnerCheck(now);
    }

    private bool OwnershipIsFresh(HostTime now) =>
        now.MonotonicMs - _ownershipProvenMs <= _options.OwnerCheckIntervalMs;

    private void RequestOwnerCheck(HostTime now)
    {
        if (_ownerCheckPending)
            return;
        _ownerCheckPending = true;
        _coveredReads = _waitingReads.Count;
        _lastOwnerCheckMs = now.MonotonicMs;
        _effects.CheckOwner();
    }
}
