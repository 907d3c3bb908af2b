using Hypercall.Sequencer.Ownership;

namespace Hypercall.Sequencer.Live;

/// <summary>
/// Ownership and reads. A write that completes proves that the journal was still ours when it was started; without
/// one, the journal's highest epoch does, and that our last record still stands there. A read is answered only on a
/// proof that is young enough.
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

    /// <summary>
    /// The last record that was durable when the pending check was asked for: the journal must still hold it.
    /// </summary>
    private ReadOnlyMemory<byte> _checkedRecord;
    private long _checkedNumber;

    /// <summary>
    /// The same of the check before. Under load the last record was most likely written after the journal went back: it
    /// stands behind the hole, the earlier one in it.
    /// </summary>
    private ReadOnlyMemory<byte> _earlierRecord;
    private long _earlierNumber;

    /// <summary>What the journal holds, read after <c>CheckOwner</c> was asked for.</summary>
    /// <param name="observation">What a look at its end found.</param>
    public void JournalObserved(in JournalObservation observation, HostTime now)
    {
        Enter();
        if (Phase is SequencerPhase.Live or SequencerPhase.Draining)
        {
            if (Rewriting(observation) is { } rewriting)
                Stop(StopReason.JournalRewritten, observation.RecordNumber, _engine.Sequence, rewriting);
            else if (observation.HighestEpoch != Epoch)
                Stop(StopReason.Fenced, 0, _engine.Sequence, Successor(observation));
            else if (_ownerCheckPending)
                OwnershipProven(now);
        }

        Leave();
    }

    /// <summary>How the journal lost what it had said to be durable; null where it did not.</summary>
    private string? Rewriting(in JournalObservation observation)
    {
        if (!_ownerCheckPending || observation.RecordNumber != _checkedNumber)
            return null;
        if (_checkedNumber < observation.ArchivedBefore)
            return null;
        if (observation.Record is not { } record)
            return $"record {_checkedNumber}, which this owner made durable, is gone";
        return record.Span.SequenceEqual(_checkedRecord.Span)
            ? RewritingBefore(observation)
            : $"record {_checkedNumber} is not the one that this owner made durable";
    }

    /// <summary>A hole behind which this owner wrote on: between two looks, or at the record of the first.</summary>
    private string? RewritingBefore(in JournalObservation observation)
    {
        if (_earlierNumber == 0)
            return null;
        bool isThere = _earlierNumber < observation.ArchivedBefore
            || observation.Earlier is { } earlier && earlier.Span.SequenceEqual(_earlierRecord.Span);
        if (!isThere)
            return $"record {_earlierNumber}, which this owner made durable, is gone or another one";
        long first = Math.Max(_earlierNumber, observation.ArchivedBefore);
        long missing = _checkedNumber - first + 1 - (observation.Count ?? _checkedNumber - first + 1);
        return missing == 0
            ? null
            : $"{missing} of the records {first} to {_checkedNumber}, which this owner made durable, are gone";
    }

    private string Successor(in JournalObservation observation)
    {
        string owner = observation.Owner is { } host ? $" of host '{host}'" : "";
        return $"the journal's epoch is {observation.HighestEpoch}{owner}, own is {Epoch}";
    }

    private void OwnershipProven(HostTime now)
    {
        _ownerCheckPending = false;
        _ownershipProvenMs = Math.Max(_ownershipProvenMs, _lastOwnerCheckMs);
        AnswerWaitingReads(now);
    }

    private void AnswerRead(long token, HostTime now)
    {
        if (OwnershipIsFresh(now))
        {
            _effects.AnswerRead(token, _engine);
            return;
        }

        if (_waitingReads.Count < _options.QueueCapacity)
            _waitingReads.Add(token);
        else
            RefuseBusy(token);
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
        (_earlierNumber, _earlierRecord) = (_checkedNumber, _checkedRecord);
        KeepForNextLook();
        _effects.CheckOwner(_checkedNumber, _earlierNumber);
    }

    private void KeepForNextLook() => (_checkedNumber, _checkedRecord) = (_durableNumber, _durableRecord);
}
