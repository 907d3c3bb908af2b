using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Hypercall.Node.Hosting;
using Hypercall.Node.Storage;
using Hypercall.Sequencer.Live;

namespace Hypercall.Node.Subscriptions;

/// <summary>
/// One reader's stream of outcomes, from <see cref="EngineNode.SubscribeAsync"/>. Delivery from the engine is at most
/// once (a full subscription drops); <see cref="ReadAllAsync"/> notices by the batches' sequences and fetches what is
/// missing, from the sequencer's ring, else by running the journal through an engine of its own. For one reader.
/// </summary>
public sealed class NodeSubscription : IDisposable
{
    private readonly EngineNode _node;
    private readonly Channel<PublishedBatch> _channel;
    private readonly BatchCursor _cursor;
    private readonly long _publishedSequence;
    private long _endSequence;
    private long _dropped;
    private long _fromRing;
    private long _fromJournal;

    internal NodeSubscription(EngineNode node, int capacity, long afterSequence, long publishedSequence)
    {
        _node = node;
        _cursor = new BatchCursor(afterSequence);
        _publishedSequence = publishedSequence;
        _channel = Channel.CreateBounded<PublishedBatch>(new BoundedChannelOptions(capacity)
        {
            SingleReader = true, FullMode = BoundedChannelFullMode.Wait,
        });
    }

    /// <summary>Batches that were dropped because the reader was behind.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Gaps mended from the sequencer's ring.</summary>
    public long RepairedFromRing => Interlocked.Read(ref _fromRing);

    /// <summary>Gaps mended from the journal.</summary>
    public long RepairedFromJournal => Interlocked.Read(ref _fromJournal);

    /// <summary>
    /// Every outcome once and in order, in batches that follow one another without a gap; heartbeats are left out. Ends
    /// when the node stops, after what it published.
    /// </summary>
    /// <exception cref="JournalException">A gap could not be mended.</exception>
    public async IAsyncEnumerable<PublishedBatch> ReadAllAsync(
        [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await foreach (PublishedBatch batch in MissingAsync(_publishedSequence))
            yield return batch;
        await foreach (PublishedBatch published in _channel.Reader.ReadAllAsync(cancellation))
        {
            BatchVerdict verdict = _cursor.Observe(published.Header);
            if (verdict == BatchVerdict.Gap)
            {
                await foreach (PublishedBatch missing in MissingAsync(published.Header.PreviousSequence))
                    yield return missing;
                verdict = _cursor.Observe(published.Header);
            }

            if (verdict == BatchVerdict.Apply && published.Header.Count > 0)
                yield return published.Skip(_cursor.SkipCount);
        }

        await foreach (PublishedBatch batch in MissingAsync(Interlocked.Read(ref _endSequence)))
            yield return batch;
    }

    /// <summary>Ends the subscription; a reader gets what is there, then the end.</summary>
    public void Dispose() => _node.Unsubscribe(this);

    internal void Offer(PublishedBatch batch)
    {
        if (!_channel.Writer.TryWrite(batch))
            Interlocked.Increment(ref _dropped);
    }

    /// <summary>
    /// Nothing more will come; what was dropped up to <paramref name="endSequence"/> is still to be mended.
    /// </summary>
    internal void Complete(long endSequence)
    {
        Interlocked.Exchange(ref _endSequence, endSequence);
        _channel.Writer.TryComplete();
    }

    private async IAsyncEnumerable<PublishedBatch> MissingAsync(long lastSequence)
    {
        if (_cursor.NextSequence > lastSequence)
            yield break;
        IEnumerable<PublishedBatch> source = await SourceAsync(lastSequence);
        foreach (PublishedBatch batch in source)
        {
            if (batch.Header.LastSequence < _cursor.NextSequence)
                continue;
            int known = (int)(_cursor.NextSequence - batch.Header.FirstSequence);
            _cursor.CaughtUp(batch.Header.LastSequence);
            yield return batch.Skip(known);
        }
    }

    private async Task<IEnumerable<PublishedBatch>> SourceAsync(long lastSequence)
    {
        IReadOnlyList<PublishedBatch>? kept = await _node.ResendAsync(_cursor.NextSequence);
        if (kept is not null)
        {
            Interlocked.Increment(ref _fromRing);
            return kept;
        }

        Interlocked.Increment(ref _fromJournal);
        return JournalOutcomes.Read(_node.Storage, _cursor.NextSequence, lastSequence);
    }
}
