namespace Hypercall.History;

/// <summary>Which of the rows that pass are read, the newest first.</summary>
/// <param name="Limit">How many at most.</param>
/// <param name="Offset">How many to leave out first: each of them costs.</param>
/// <param name="BeforeId">Only those with a smaller id, which costs nothing; null: from the newest on.</param>
public readonly record struct HistorySlice(int Limit, int Offset = 0, long? BeforeId = null)
{
    /// <summary>All of them.</summary>
    public static HistorySlice All { get; } = new(int.MaxValue);
}
