namespace Hypercall.Gateway.Deribit;

/// <summary>Open, high, low and close of a span of time in which something traded.</summary>
internal sealed record DeribitCandle(
    long TickMs, Price Open, Price High, Price Low, Price Close, Int128 VolumeUnits, Cash Cost)
{
    /// <summary>Most candles of an answer.</summary>
    public const int Most = 5_000;

    /// <summary>Most trades that an answer is made of.</summary>
    public const int MostTrades = 200_000;

    /// <summary>Names of the widths.</summary>
    public const string Resolutions = "1, 3, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1D";

    private const long MinuteMs = 60_000;
    private const string Day = "1D";

    /// <summary>The width of a resolution in ms, or null.</summary>
    public static long? WidthOf(string resolution) => resolution switch
    {
        "1" or "3" or "5" or "10" or "15" or "30" or "60" or "120" or "180" or "360" or "720" =>
            int.Parse(resolution, System.Globalization.CultureInfo.InvariantCulture) * MinuteMs,
        Day => 1_440 * MinuteMs,
        _ => null,
    };

    /// <summary>When the candle of a trade begins.</summary>
    public static long TickOf(TradeRow trade, long widthMs) => trade.AtMs - trade.AtMs % widthMs;

    /// <summary>The candle of a trade that comes after a candle's: that one gone on, or the next.</summary>
    public static DeribitCandle After(DeribitCandle? candle, TradeRow trade, long widthMs)
    {
        long tick = TickOf(trade, widthMs);
        return (candle?.TickMs == tick
            ? candle
            : new DeribitCandle(tick, trade.Price, trade.Price, trade.Price, trade.Price, 0, default)).With(trade);
    }

    /// <summary>Candles of trades, the oldest first.</summary>
    public static List<DeribitCandle> Of(IEnumerable<TradeRow> trades, long widthMs)
    {
        var candles = new List<DeribitCandle>();
        foreach (TradeRow trade in trades)
        {
            DeribitCandle candle = After(candles.LastOrDefault(), trade, widthMs);
            if (candles.Count > 0 && candles[^1].TickMs == candle.TickMs)
                candles[^1] = candle;
            else
                candles.Add(candle);
        }

        return candles;
    }

    /// <summary>One candle, as the channel tells it.</summary>
    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteNumber("tick", TickMs);
        writer.WriteDigits("open", Open);
        writer.WriteDigits("high", High);
        writer.WriteDigits("low", Low);
        writer.WriteDigits("close", Close);
        writer.WriteDigits("volume", VolumeUnits, Quantity.Decimals);
        writer.WriteDigits("cost", Cost);
    }

    /// <summary>All of them, member by member.</summary>
    public static void WriteAll(Utf8JsonWriter writer, IReadOnlyList<DeribitCandle> candles)
    {
        writer.WriteString("status", candles.Count > 0 ? "ok" : "no_data");
        WriteEach(writer, "ticks", candles, candle => candle.TickMs, 0);
        WriteEach(writer, "open", candles, candle => candle.Open.Units, Price.Decimals);
        WriteEach(writer, "high", candles, candle => candle.High.Units, Price.Decimals);
        WriteEach(writer, "low", candles, candle => candle.Low.Units, Price.Decimals);
        WriteEach(writer, "close", candles, candle => candle.Close.Units, Price.Decimals);
        WriteEach(writer, "volume", candles, candle => candle.VolumeUnits, Quantity.Decimals);
        WriteEach(writer, "cost", candles, candle => candle.Cost.Units, Cash.Decimals);
    }

    private static void WriteEach(
        Utf8JsonWriter writer,
        string name,
        IReadOnlyList<DeribitCandle> candles,
        Func<DeribitCandle, Int128> units,
        int decimals) =>
        writer.WriteList(name, candles, (item, candle) => item.WriteDigitsValue(units(candle), decimals));

    private DeribitCandle With(TradeRow trade) => this with
    {
        High = trade.Price > High ? trade.Price : High,
        Low = trade.Price < Low ? trade.Price : Low,
        Close = trade.Price,
        VolumeUnits = VolumeUnits + trade.Size.Units,
        Cost = Cost + Cash.Notional(trade.Price, trade.Size),
    };
}
