namespace Hypercall.Views.Statistics;

/// <summary>One symbol's trading since the view began.</summary>
/// <param name="VolumeUnits">Contracts traded, each trade once, in units of 1e-6 contracts.</param>
/// <param name="Notional">Σ price × size; stays at the largest value where it would not fit.</param>
/// <param name="LastPrice">Price of the last trade.</param>
/// <param name="LastTradeMs">Its time, ms since the epoch.</param>
/// <param name="High">Highest price traded.</param>
/// <param name="Low">Lowest price traded.</param>
public sealed record SymbolStatistics(
    string Symbol,
    long Trades,
    Int128 VolumeUnits,
    Cash Notional,
    Price LastPrice,
    long LastTradeMs,
    Price High,
    Price Low);
