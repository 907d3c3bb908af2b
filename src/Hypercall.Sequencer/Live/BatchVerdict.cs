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
