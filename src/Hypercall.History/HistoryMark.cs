namespace Hypercall.History;

/// <summary>Up to where a history is stored.</summary>
/// <param name="Since">It holds what came after this sequence: 0, or the end of what was archived.</param>
/// <param name="TimestampMs">Its time, ms since the epoch.</param>
public sealed record HistoryMark(long Since, long Sequence, Hash256 Hash, long TimestampMs)
{
    /// <summary>Of a history that holds nothing.</summary>
    public static HistoryMark None { get; } = new(0, 0, default, 0);
}
