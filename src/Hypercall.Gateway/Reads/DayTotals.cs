namespace Hypercall.Gateway.Reads;

/// <summary>What traded in a symbol in the last 24 hours.</summary>
internal sealed record DayTotals(
    Int128 VolumeUnits, Cash Notional, Price First, Price Last, Price High, Price Low)
{
    private const long DayMs = 86_400_000;
    private const int PercentDecimals = 4;

    /// <summary>How long a day is.</summary>
    public static long Since(long nowMs) => nowMs - DayMs;

    /// <summary>Change of the price in percent, in units of 1e-4; null where it began at 0.</summary>
    public Int128? ChangeUnits => First.Units == 0
        ? null
        : ((Int128)Last.Units - First.Units) * 100 * 10_000 / First.Units;

    /// <summary>Decimals of <see cref="ChangeUnits"/>.</summary>
    public static int ChangeDecimals => PercentDecimals;

    /// <summary>Totals by symbol.</summary>
    /// <param name="trades">The day's, the oldest first.</param>
    public static Dictionary<string, DayTotals> Of(IEnumerable<TradeRow> trades)
    {
        var totals = new Dictionary<string, DayTotals>(StringComparer.Ordinal);
        foreach (TradeRow trade in trades)
        {
            Cash notional = Cash.Notional(trade.Price, trade.Size);
            totals[trade.Symbol] = totals.TryGetValue(trade.Symbol, out DayTotals? sum)
                ? sum with
                {
                    VolumeUnits = sum.VolumeUnits + trade.Size.Units,
                    Notional = sum.Notional + notional,
                    Last = trade.Price,
                    High = trade.Price > sum.High ? trade.Price : sum.High,
                    Low = trade.Price < sum.Low ? trade.Price : sum.Low,
                }
                : new DayTotals(trade.Size.Units, notional, trade.Price, trade.Price, trade.Price, trade.Price);
        }

        return totals;
    }
}
