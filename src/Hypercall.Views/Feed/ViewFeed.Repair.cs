using Hypercall.Sequencer.Live;

namespace Hypercall.Views.Feed;

/// <summary>Asking for what is missing, taking it, and joining what was kept ahead.</summary>
public sealed partial class ViewFeed
{
    private RangeRequest? _open;
    private long _requests;
    private bool _waitsForRetry;

    /// <summary>
    /// A part of the range of an open request; parts come in order and may reach beyond it on both sides.
    /// </summary>
    public void Deliver(long requestId, PublishedBatch batch)
    {
        Enter();
        if (IsOpen(requestId))
            TakeDelivered(batch);
        Leave();
    }

    /// <summary>
    /// All parts have been delivered. A ring gives a bounded part of a long range, and is asked for the rest.
    /// </summary>
    public void Complete(long requestId)
    {
        Enter();
        if (IsOpen(requestId))
            Finish();
        Leave();
    }

    /// <summary>The range cannot be had from where it was asked: not kept, no answer in time, damaged.</summary>
    public void Fail(long requestId)
    {
        Enter();
        if (IsOpen(requestId))
        {
            FailOpen();
            Advance(mayRetry: false);
        }

        Leave();
    }

    private bool IsOpen(long requestId) => Status != FeedStatus.Diverged && _open?.Id == requestId;

    /// <summary>
    /// As what pub-sub delivers, but of whatever epoch: a range is history. One that leaves a gap or is not sound
    /// fails the request.
    /// </summary>
    private void TakeDelivered(PublishedBatch batch)
    {
        BatchHeader header = batch.Header;
        if (OutcomeDecoder.CheckHeader(header) is { } error)
            Refuse(error);
        else if (header.LastSequence < _cursor.NextSequence)
            return;
        else if (header.PreviousSequence >= _cursor.NextSequence)
            Refuse($"delivered {header.FirstSequence}..{header.LastSequence}, missing from {_cursor.NextSequence} on");
        else if (ApplyDelivered(batch))
            return;
        FailOpen();
        Advance(mayRetry: false);
    }

    private bool ApplyDelivered(PublishedBatch batch)
    {
        long next = _cursor.NextSequence;
        _cursor.CaughtUp(batch.Header.LastSequence);
        KnownSequence = Math.Max(KnownSequence, batch.Header.LastSequence);
        bool isSound = ApplyFrom(batch, next);
        TellApplied();
        return isSound;
    }

    private void Finish()
    {
        RangeRequest open = _open!.Value;
        if (LastSequence < open.FirstSequence || (LastSequence < open.LastSequence && open.Source != RangeSource.Ring))
        {
            FailOpen();
        }
        else
        {
            _open = null;
            Counts = open.Source == RangeSource.Ring
                ? Counts with { RepairedFromRing = Counts.RepairedFromRing + 1 }
                : Counts with { RepairedFromJournal = Counts.RepairedFromJournal + 1 };
        }

        Advance(mayRetry: false);
    }

    /// <summary>Gives the open request up: the ring's goes on to the journal, the journal's waits.</summary>
    private void FailOpen()
    {
        RangeRequest open = _open!.Value;
        _open = null;
        Counts = Counts with { FailedRequests = Counts.FailedRequests + 1 };
        JoinAhead();
        if (open.Source == RangeSource.Ring && LastSequence < KnownSequence)
            Request(RangeSource.Journal);
        else
            _waitsForRetry = true;
    }

    /// <summary>After every input: joins what is ahead, asks for what is missing, tells how the view stands.</summary>
    private void Advance(bool mayRetry)
    {
        JoinAhead();
        TellApplied();
        if (Status == FeedStatus.Diverged)
            return;
        bool isWhole = LastSequence >= KnownSequence;
        if (isWhole)
            _waitsForRetry = false;
        else if (_open is null && (mayRetry || !_waitsForRetry))
            Request(RangeSource.Ring);
        if (_heard)
            SetStatus(isWhole ? FeedStatus.Ready : FeedStatus.CatchingUp);
    }

    private void JoinAhead()
    {
        while (_ahead.First() is { } batch && batch.Header.PreviousSequence < _cursor.NextSequence)
        {
            _ahead.Remove(batch);
            long next = _cursor.NextSequence;
            if (batch.Header.LastSequence < next)
                continue;
            _cursor.CaughtUp(batch.Header.LastSequence);
            ApplyFrom(batch, next);
        }
    }

    /// <summary>Asks for what lies before the nearest batch kept ahead, or for all that is known.</summary>
    private void Request(RangeSource source)
    {
        long last = _ahead.First() is { } ahead ? ahead.Header.PreviousSequence : KnownSequence;
        _waitsForRetry = false;
        _open = new RangeRequest(++_requests, _cursor.NextSequence, last, source);
        _effects.RequestRange(_open.Value);
    }

    private void TellApplied()
    {
        if (LastSequence == _appliedTold)
            return;
        _appliedTold = LastSequence;
        _effects.Applied(LastSequence);
    }
}
