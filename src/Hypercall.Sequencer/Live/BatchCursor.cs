namespace Hypercall.Sequencer.Live;

/// <summary>What a view does with a batch.</summary>
public enum BatchVerdict : byte
{
    /// <summary>It continues what was seen, from <see cref="BatchCursor.SkipCount"/> on.</summary>
    Apply,

    /// <summary>Nothing in it is new.</summary>
    Known,

    /// <summary>Something before it is missing: fetch from <see cref="BatchCursor.NextSequence"/> on.</summary>
    Gap,

    /// <summary>A stale owner sent it: ignore it.</summary>
    Stale,
}

/// <summary>
/// A view's place in the stream of outputs: tells what is new, seen, missing or from an owner that is no longer one.
/// </summary>
public sealed class BatchCursor
{
    /// <summary>A cursor that has seen everything up to a sequence.</summary>
    public BatchCursor(long lastSequence = 0, long epoch = 0) => throw new NotSupportedException();

    /// <summary>Sequence of the next outcome wanted.</summary>
    public long NextSequence => throw new NotSupportedException();

    /// <summary>Highest epoch seen.</summary>
    public long Epoch => throw new NotSupportedException();

    /// <summary>After <see cref="BatchVerdict.Apply"/>: outcomes at the batch's start that were seen already.</summary>
    public int SkipCount => throw new NotSupportedException();

    /// <summary>Judges a batch or heartbeat; with Apply the cursor moves behind it.</summary>
    public BatchVerdict Observe(in BatchHeader header) => throw new NotSupportedException();
}
