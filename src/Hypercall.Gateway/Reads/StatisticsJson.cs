using Hypercall.Views.Statistics;

namespace Hypercall.Gateway.Reads;

/// <summary>The venue's counts.</summary>
internal static class StatisticsJson
{
    public static void Write(Utf8JsonWriter writer, StatisticsSnapshot statistics)
    {
        writer.WriteNumber("since_sequence", statistics.SinceSequence);
        writer.WriteNumber("sequence", statistics.Sequence);
        writer.WriteNumber("timestamp", statistics.TimestampMs);
        writer.WriteString("hash", statistics.Hash.ToString());
        writer.WriteNumber("commands", statistics.Commands);
        writer.WriteNumber("duplicates", statistics.Duplicates);
        WriteCounts(writer, "rejections", statistics.Rejections);
        WriteCounts(writer, "action_rejections", statistics.ActionRejections);
        writer.WriteNumber("trades", statistics.Trades);
        writer.WriteText("volume", statistics.VolumeUnits, Quantity.Decimals);
        writer.WriteText("notional", statistics.Notional);
        writer.WriteObjects("symbols", statistics.Symbols, Write);
    }

    private static void Write(Utf8JsonWriter writer, SymbolStatistics symbol)
    {
        writer.WriteString("symbol", symbol.Symbol);
        writer.WriteNumber("trades", symbol.Trades);
        writer.WriteText("volume", symbol.VolumeUnits, Quantity.Decimals);
        writer.WriteText("notional", symbol.Notional);
        writer.WriteText("last_price", symbol.LastPrice);
        writer.WriteNumber("last_trade_at", symbol.LastTradeMs);
        writer.WriteText("high", symbol.High);
        writer.WriteText("low", symbol.Low);
    }

    private static void WriteCounts(
        Utf8JsonWriter writer, string name, IReadOnlyList<KeyValuePair<RejectCode, long>> counts)
    {
        writer.WriteStartObject(name);
        foreach ((RejectCode code, long count) in counts)
            writer.WriteNumber(code.ToString(), count);
        writer.WriteEndObject();
    }
}
