namespace Hypercall.Gateway.Deribit;

/// <summary>Trades of one option from a time until before another, so many at most, in an order.</summary>
internal delegate Task<IReadOnlyList<TradeRow>> TradesBetween(long fromMs, long toMs, int limit, bool oldestFirst);

/// <summary>
/// The last candles of charts. Each look goes on from the last trade that the one before has read: a day's trades are
/// read once, and not again after each of them. One caller at a time.
/// </summary>
/// <param name="mostAtOnce">Trades read at a time.</param>
internal sealed class LastCandles(int mostAtOnce = DeribitCandle.MostTrades)
{
    /// <summary>What is forgotten is read anew.</summary>
    private const int MostKept = 10_000;

    private readonly Dictionary<(string Symbol, long WidthMs), (DeribitCandle Candle, TradeRow Last)> _kept = [];

    /// <summary>The candle of an option's last trade; null: it was never traded.</summary>
    public async Task<DeribitCandle?> ReadAsync(string symbol, long widthMs, TradesBetween trades)
    {
        if (await trades(0, Instant.MaxMs, 1, oldestFirst: false) is not [var newest])
            return null;
        long tick = DeribitCandle.TickOf(newest, widthMs);
        (DeribitCandle? candle, TradeRow? last) = _kept.GetValueOrDefault((symbol, widthMs));
        if (candle?.TickMs != tick || last!.TradeId > newest.TradeId)
            (candle, last) = (null, null);
        for (bool goesOn = true; goesOn;)
        {
            IReadOnlyList<TradeRow> read = await trades(
                last?.AtMs ?? tick, tick + widthMs, mostAtOnce, oldestFirst: true);
            TradeRow[] fresh = [.. read.Where(trade => trade.TradeId > (last?.TradeId ?? 0))];
            foreach (TradeRow trade in fresh)
                (candle, last) = (DeribitCandle.After(candle, trade, widthMs), trade);
            goesOn = fresh.Length > 0 && read.Count == mostAtOnce;
        }

        if (_kept.Count >= MostKept)
            _kept.Clear();
        if (candle is not null)
            _kept[(symbol, widthMs)] = (candle, last!);
        return candle;
    }
}
