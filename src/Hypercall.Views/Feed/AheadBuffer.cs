using Hypercall.Sequencer.Live;

namespace Hypercall.Views.Feed;

/// <summary>
/// Batches that came before what precedes them, by first sequence; bounded by number and bytes. Full, it keeps the
/// nearest: they are applied first, and what is farther is fetched again.
/// </summary>
internal sealed class AheadBuffer(FeedOptions options)
{
    private readonly SortedDictionary<long, PublishedBatch> _batches = [];
    private long _bytes;

    public int Count => _batches.Count;

    /// <summary>Keeps a batch, or of two that begin alike the longer.</summary>
    /// <returns>Batches dropped for it, itself perhaps.</returns>
    public int Add(PublishedBatch batch)
    {
        long first = batch.Header.FirstSequence;
        if (_batches.TryGetValue(first, out PublishedBatch? known))
        {
            if (known.Header.Count >= batch.Header.Count)
                return 0;
            Remove(known);
        }

        _batches.Add(first, batch);
        _bytes += batch.ByteCount;
        int dropped = 0;
        while (_batches.Count > options.MaxAheadBatches || _bytes > options.MaxAheadBytes)
        {
            Remove(_batches.Values.Last());
            dropped++;
        }

        return dropped;
    }

    /// <summary>The nearest batch, or null.</summary>
    public PublishedBatch? First() => _batches.Values.FirstOrDefault();

    /// <summary>Forgets a batch that is kept.</summary>
    public void Remove(PublishedBatch batch)
    {
        _batches.Remove(batch.Header.FirstSequence);
        _bytes -= batch.ByteCount;
    }
}
