namespace Hypercall.Sequencer.Live;

/// <summary>
/// A view's place in the stream of outputs: tells what is new, seen, missing or from an owner that is no longer one.
/// </summary>
/// <param name="lastSequence">Last sequence seen, 0 for none.</param>
/// <param name="epoch">Epoch it was seen in, 0 for none.</param>
public sealed class BatchCursor(long lastSequence = 0, long epoch = 0)
{
    /// <summary>Sequence of the next outcome wanted.</summary>
    public long NextSequence { get; private set; } = lastSequence + 1;

    /// <summary>Highest epoch seen.</summary>
    public long Epoch { get; private set; } = epoch;

    /// <summary>After <see cref="BatchVerdict.Apply"/>: outcomes at the batch's start that were seen already.</summary>
    public int SkipCount { get; private set; }

    /// <summary>Judges a batch or heartbeat; with Apply the cursor moves behind it.</summary>
    public BatchVerdict Observe(in BatchHeader header)
    {
        if (header.Epoch < Epoch)
            return BatchVerdict.Stale;
        Epoch = header.Epoch;
        if (header.PreviousSequence >= NextSequence)
            return BatchVerdict.Gap;
        if (header.LastSequence < NextSequence)
            return BatchVerdict.Known;
        SkipCount = (int)(NextSequence - header.FirstSequence);
        NextSequence = header.LastSequence + 1;
        return BatchVerdict.Apply;
    }

    /// <summary>The view has fetched everything up to a sequence from elsewhere.</summary>
    public void CaughtUp(long lastSequence) => NextSequence = Math.Max(NextSequence, lastSequence + 1);
}
