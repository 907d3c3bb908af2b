namespace Hypercall.Views.Feed;

/// <summary>Bounds of a feed.</summary>
/// <param name="MaxAheadBatches">Most batches kept while something before them is missing, from 0.</param>
/// <param name="MaxAheadBytes">Most bytes of outcomes in them, from 0.</param>
/// <remarks>What does not fit is dropped, the farthest first, and asked for later as any missing range.</remarks>
public sealed record FeedOptions(int MaxAheadBatches = 256, long MaxAheadBytes = 16 * 1024 * 1024)
{
    /// <exception cref="ArgumentOutOfRangeException">A bound is below 0.</exception>
    internal FeedOptions Checked()
    {
        ArgumentOutOfRangeException.ThrowIfNegative(MaxAheadBatches);
        ArgumentOutOfRangeException.ThrowIfNegative(MaxAheadBytes);
        return this;
    }
}
