using Hypercall.Sequencer.Live;

namespace Hypercall.Views.Feed;

/// <summary>
/// The intake of a view: fed what pub-sub delivers (at most once, perhaps twice, in any order, from an owner and the
/// next), it gives every outcome once and in order, asks for what is missing, keeps what is ahead meanwhile, and says
/// when the view is whole. Called by a view's host, from one thread; never waits and reads no clock.
/// </summary>
/// <remarks>
/// A range is asked of the ring first, then of the journal. When both fail the feed waits for the next heartbeat. An
/// exception of <see cref="IViewFeedEffects.Apply"/> passes through and leaves feed and view unusable: the host makes
/// both anew.
/// </remarks>
public sealed partial class ViewFeed
{
    private readonly IViewFeedEffects _effects;
    private readonly OutcomeDecoder _decoder = new();
    private readonly AheadBuffer _ahead;
    private BatchCursor _cursor;
    private Hash256? _hash;
    private long _appliedTold;
    private bool _heard;
    private bool _inside;

    /// <summary>A feed for a view that is empty or was primed from a state.</summary>
    /// <param name="options">Bounds; null: the default ones.</param>
    /// <param name="lastSequence">Sequence of the state that the view was primed from, 0 for an empty one.</param>
    /// <param name="hash">Hash of that state, to be compared with the owner's; null: not known.</param>
    /// <param name="epoch">Epoch that the state is of, 0: not known; what older owners send is ignored.</param>
    public ViewFeed(
        IViewFeedEffects effects,
        FeedOptions? options = null,
        long lastSequence = 0,
        Hash256? hash = null,
        long epoch = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(lastSequence);
        _effects = effects;
        _ahead = new AheadBuffer((options ?? new FeedOptions()).Checked());
        _cursor = new BatchCursor(lastSequence, epoch);
        _hash = hash;
        KnownSequence = lastSequence;
        _appliedTold = lastSequence;
    }

    /// <summary>How the view stands.</summary>
    public FeedStatus Status { get; private set; }

    /// <summary>Sequence of the last outcome applied.</summary>
    public long LastSequence => _cursor.NextSequence - 1;

    /// <summary>Last sequence that is known to be published.</summary>
    public long KnownSequence { get; private set; }

    /// <summary>Highest epoch of an owner heard, 0 for none.</summary>
    public long Epoch => _cursor.Epoch;

    /// <summary>Batches kept ahead.</summary>
    public int AheadBatches => _ahead.Count;

    /// <summary>What was met so far.</summary>
    public FeedCounts Counts { get; private set; }

    /// <summary>A batch or heartbeat came from pub-sub.</summary>
    public void Receive(PublishedBatch batch)
    {
        Enter();
        if (Status != FeedStatus.Diverged)
            Take(batch);
        Leave();
    }

    private void Take(PublishedBatch batch)
    {
        BatchHeader header = batch.Header;
        if (OutcomeDecoder.CheckHeader(header) is { } error)
        {
            Refuse(error);
            return;
        }

        BatchVerdict verdict = _cursor.Observe(header);
        if (verdict == BatchVerdict.Stale)
        {
            Counts = Counts with { Stale = Counts.Stale + 1 };
            return;
        }

        _heard = true;
        KnownSequence = Math.Max(KnownSequence, header.LastSequence);
        if (verdict == BatchVerdict.Apply)
            ApplyFrom(batch, header.FirstSequence + _cursor.SkipCount);
        else if (verdict == BatchVerdict.Gap)
            KeepAhead(batch);
        else
            Recognize(header);
        Advance(mayRetry: header.Count == 0);
    }

    private void KeepAhead(PublishedBatch batch)
    {
        if (batch.Header.Count > 0)
            Counts = Counts with { DroppedAhead = Counts.DroppedAhead + _ahead.Add(batch) };
    }

    /// <summary>Nothing new; where it ends with the view's last outcome the hashes must agree.</summary>
    private void Recognize(in BatchHeader header)
    {
        if (header.Count > 0)
            Counts = Counts with { Duplicates = Counts.Duplicates + 1 };
        if (header.LastSequence != LastSequence || _hash is not { } own || own == header.Hash)
            return;
        _effects.Refused($"after sequence {LastSequence} the hash is {own}, epoch {header.Epoch} says {header.Hash}");
        SetStatus(FeedStatus.Diverged);
    }

    /// <summary>Applies a batch's outcomes from a sequence on; one that is not sound is left to be asked for.</summary>
    private bool ApplyFrom(PublishedBatch batch, long next)
    {
        for (int index = (int)(next - batch.Header.FirstSequence); index < batch.Header.Count; index++)
        {
            if (_decoder.Decode(batch, index, out string? error) is not { } outcome)
            {
                _cursor = new BatchCursor(batch.Header.FirstSequence + index - 1, _cursor.Epoch);
                Refuse(error!);
                return false;
            }

            Apply(outcome);
        }

        return true;
    }

    private void Apply(ApplyOutput outcome)
    {
        _hash = outcome.Hash;
        Counts = Counts with { Applied = Counts.Applied + 1 };
        _effects.Apply(outcome);
    }

    private void Refuse(string error)
    {
        Counts = Counts with { Malformed = Counts.Malformed + 1 };
        _effects.Refused(error);
    }

    private void SetStatus(FeedStatus status)
    {
        if (Status == status)
            return;
        Status = status;
        _effects.StatusChanged(status);
    }

    private void Enter()
    {
        if (_inside)
            throw new InvalidOperationException("the feed was called from one of its effects, or one of them threw");
        _inside = true;
    }

    private void Leave() => _inside = false;
}
