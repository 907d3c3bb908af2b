namespace Hypercall.Gateway.Reads;

/// <summary>
/// The trades of the last 24 hours, kept so that a read of the history takes only what is new; and their totals. One
/// caller at a time.
/// </summary>
internal sealed class DayTrades
{
    private readonly Queue<TradeRow> _trades = new();
    private long _lastTradeId;
    private int _begins;

    /// <summary>Reads what is new. A history that was begun anew is read again as a whole.</summary>
    /// <param name="begins">How often it was.</param>
    /// <param name="nowMs">The engine's time.</param>
    public HistoryPage<TradeRow> ReadNew(HistoryReader reader, int begins, long nowMs)
    {
        if (begins != _begins)
        {
            _trades.Clear();
            (_lastTradeId, _begins) = (0, begins);
        }

        return _lastTradeId == 0
            ? reader.Trades(new TradeFilter(), DayTotals.Since(nowMs), long.MaxValue, int.MaxValue, oldestFirst: true)
            : reader.TradesAfter(_lastTradeId, int.MaxValue);
    }

    /// <summary>Adds what was read, drops what is older than a day, and adds up what is left.</summary>
    public Dictionary<string, DayTotals> Take(HistoryPage<TradeRow> page, long nowMs)
    {
        foreach (TradeRow trade in page.Rows)
        {
            _trades.Enqueue(trade);
            _lastTradeId = trade.TradeId;
        }

        while (_trades.TryPeek(out TradeRow? oldest) && oldest.AtMs < DayTotals.Since(nowMs))
            _trades.Dequeue();
        return DayTotals.Of(_trades);
    }
}
