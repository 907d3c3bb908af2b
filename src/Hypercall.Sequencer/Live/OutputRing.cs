using Hypercall.Engine.Domain;

namespace Hypercall.Sequencer.Live;

/// <summary>The last batches of outputs, kept for views that missed one; bounded by number and bytes.</summary>
internal sealed class OutputRing(int maxBatches, long maxBytes)
{
    private const int MaxFree = 4;
    private readonly Queue<OutputBatch> _kept = new();
    private readonly Stack<OutputBatch> _free = new();
    private long _bytes;

    /// <summary>An empty batch that continues behind a sequence; give it back with <see cref="Keep"/>.</summary>
    public OutputBatch Begin(long epoch, long previousSequence, Hash256 hash)
    {
        if (!_free.TryPop(out OutputBatch? batch))
            batch = new OutputBatch();
        batch.Begin(epoch, previousSequence, hash);
        return batch;
    }

    /// <summary>Keeps a batch, and drops the oldest beyond the limits.</summary>
    public void Keep(OutputBatch batch)
    {
        if (batch.Header.Count == 0)
        {
            _free.Push(batch);
            return;
        }

        _kept.Enqueue(batch);
        _bytes += batch.HighWaterBytes;
        while (_kept.Count > maxBatches || (_bytes > maxBytes && _kept.Count > 0))
        {
            OutputBatch oldest = _kept.Dequeue();
            _bytes -= oldest.HighWaterBytes;
            if (_free.Count < MaxFree)
                _free.Push(oldest);
        }
    }

    /// <summary>Gives the batches from a sequence on; false when they are not all kept.</summary>
    /// <param name="fromSequence">First sequence wanted.</param>
    /// <param name="lastSequence">Last sequence there is.</param>
    /// <param name="receive">Takes each batch in order.</param>
    public bool Resend(long fromSequence, long lastSequence, Action<OutputBatch> receive)
    {
        if (fromSequence > lastSequence)
            return true;
        if (!_kept.TryPeek(out OutputBatch? oldest) || oldest.Header.FirstSequence > fromSequence)
            return false;
        foreach (OutputBatch batch in _kept)
        {
            if (batch.Header.LastSequence >= fromSequence)
                receive(batch);
        }

        return true;
    }
}
