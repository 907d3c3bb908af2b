namespace Hypercall.Sequencer.Live;

/// <summary>
/// The last batches that a partition's owner has published, for views that missed one; bounded by number and bytes.
/// They are given as they were sent, without a copy.
/// </summary>
/// <param name="maxBatches">Most batches kept.</param>
/// <param name="maxBytes">Most bytes of outcomes in them.</param>
public sealed class PublishedRing(int maxBatches, long maxBytes)
{
    private readonly Queue<PublishedBatch> _kept = new();
    private long _bytes;
    private long _lastSequence;

    /// <summary>Keeps a batch, and drops the oldest beyond the bounds, or all that it does not follow.</summary>
    public void Keep(PublishedBatch batch)
    {
        if (batch.Header.Count == 0)
            return;
        if (batch.Header.PreviousSequence != _lastSequence)
            Clear();
        _lastSequence = batch.Header.LastSequence;
        _kept.Enqueue(batch);
        _bytes += batch.ByteCount;
        while (_kept.Count > 0 && (_kept.Count > maxBatches || _bytes > maxBytes))
            _bytes -= _kept.Dequeue().ByteCount;
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        _kept.Clear();
        _bytes = 0;
    }

    /// <summary>Batches from a sequence on, in order: so many bytes at most, but one at least.</summary>
    /// <returns>Null where that sequence is not kept; none where it follows the last one kept.</returns>
    public IReadOnlyList<PublishedBatch>? From(long firstSequence, long mostBytes)
    {
        if (!_kept.TryPeek(out PublishedBatch? oldest) || oldest.Header.FirstSequence > firstSequence)
            return null;
        var given = new List<PublishedBatch>();
        long bytes = 0;
        foreach (PublishedBatch batch in _kept.SkipWhile(batch => batch.Header.LastSequence < firstSequence))
        {
            bytes += batch.ByteCount;
            if (given.Count > 0 && bytes > mostBytes)
                break;
            given.Add(batch);
        }

        return given;
    }
}
