namespace Hypercall.Views.Statistics;

/// <summary>The venue's counts.</summary>
/// <param name="SinceSequence">The counts begin after this sequence: 0, or where the view was primed.</param>
/// <param name="Sequence">Last sequence counted.</param>
/// <param name="TimestampMs">Time of the last command, ms since the epoch.</param>
/// <param name="Hash">State hash after it.</param>
/// <param name="Commands">Commands, rejected and repeated ones included.</param>
/// <param name="Duplicates">Commands answered with the outcome of an earlier one.</param>
/// <param name="Rejections">Rejected commands by code, ascending; only codes that occurred.</param>
/// <param name="ActionRejections">
/// Rejected actions within bulks by code, ascending; repeated bulks do not count.
/// </param>
/// <param name="Trades">Trades in all symbols, those that have left included.</param>
/// <param name="VolumeUnits">Contracts traded in all symbols, in units of 1e-6 contracts.</param>
/// <param name="Notional">Σ price × size in all symbols; stays at the largest value where it would not fit.</param>
/// <param name="Symbols">Listed symbols that traded, ascending (ordinal).</param>
public sealed record StatisticsSnapshot(
    long SinceSequence,
    long Sequence,
    long TimestampMs,
    Hash256 Hash,
    long Commands,
    long Duplicates,
    IReadOnlyList<KeyValuePair<RejectCode, long>> Rejections,
    IReadOnlyList<KeyValuePair<RejectCode, long>> ActionRejections,
    long Trades,
    Int128 VolumeUnits,
    Cash Notional,
    IReadOnlyList<SymbolStatistics> Symbols);
