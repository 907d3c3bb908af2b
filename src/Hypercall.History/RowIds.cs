namespace Hypercall.History;

/// <summary>
/// Ids of rows that the engine gives none: the sequence of their command followed by four digits that count its rows.
/// Where a command makes more, the ids run on into those of the next ones, which then begin behind them. So they come
/// from the journal alone, ascend, and stay below 2^53, which JSON's readers can hold, up to sequence 9 × 10^11.
/// </summary>
internal sealed class RowIds
{
    /// <summary>Ids that each sequence has for itself.</summary>
    public const long PerSequence = 10_000;

    private long _last;

    /// <summary>The next id of a command's row.</summary>
    public long Next(long sequence) => _last = Math.Max(_last + 1, sequence * PerSequence);
}
