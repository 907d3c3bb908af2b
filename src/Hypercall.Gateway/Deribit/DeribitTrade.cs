namespace Hypercall.Gateway.Deribit;

/// <summary>
/// A trade as Deribit shows it. Index, mark and volatility at its time are in no event: they are null, and so is the
/// direction of the tick where the trade before it is not at hand.
/// </summary>
/// <param name="Direction">The taker's side, of an own trade the own one.</param>
/// <param name="Tick">Deribit's direction of the tick, 0 to 3, or null.</param>
internal sealed record DeribitTrade(
    long TradeId, string Symbol, long AtMs, Side Direction, Price Price, Quantity Size, int? Tick = null)
{
    /// <summary>Public trades, in order.</summary>
    /// <param name="isOldestFirst">In which order they stand.</param>
    public static IReadOnlyList<DeribitTrade> Of(IReadOnlyList<TradeRow> rows, bool isOldestFirst)
    {
        var trades = new DeribitTrade[rows.Count];
        TradeRow? before = null;
        int last = 0;
        for (int step = 0; step < rows.Count; step++)
        {
            int index = isOldestFirst ? step : rows.Count - 1 - step;
            TradeRow row = rows[index];
            int? tick = before is null ? null : TickOf(row.Price, before.Price, last);
            last = tick ?? last;
            trades[index] = new DeribitTrade(
                row.TradeId, row.Symbol, row.AtMs, row.TakerSide, row.Price, row.Size, tick);
            before = row;
        }

        return trades;
    }

    /// <summary>0 up, 1 the same after an up, 2 down, 3 the same after a down.</summary>
    public static int TickOf(Price price, Price before, int last) => price.Units.CompareTo(before.Units) switch
    {
        > 0 => 0,
        < 0 => 2,
        _ => last | 1,
    };

    /// <summary>One side of it, of the wallet that asks.</summary>
    public static void WriteOwn(Utf8JsonWriter writer, FillRow fill, OrderRow? order)
    {
        new DeribitTrade(fill.TradeId, fill.Symbol, fill.AtMs, fill.Side, fill.Price, fill.Size).WriteMembers(writer);
        writer.WriteString("order_id", DeribitNames.Of(fill.OrderId));
        writer.WriteString("order_type", "limit");
        writer.WriteString("state", order is null ? null : DeribitNames.Of(order.Status));
        writer.WriteBoolean("self_trade", false);
        writer.WriteString("liquidity", fill.IsTaker ? "T" : "M");
        writer.WriteDigits("fee", fill.Fee);
        writer.WriteString("fee_currency", DeribitNames.Quote);
        writer.WriteString("label", order?.ClientId ?? "");
        writer.WriteDigits("profit_loss", fill.RealizedPnl);
        DeribitOrder.WriteFlags(writer, order?.Flags ?? OrderFlags.None);
    }

    public void WriteMembers(Utf8JsonWriter writer)
    {
        writer.WriteString("trade_id", DeribitNames.Of(TradeId));
        writer.WriteNumber("trade_seq", TradeId);
        writer.WriteNumber("timestamp", AtMs);
        writer.WriteString("instrument_name", DeribitNames.Of(Symbol));
        writer.WriteString("direction", DeribitNames.Of(Direction));
        writer.WriteDigits("price", Price);
        writer.WriteDigits("amount", Size);
        writer.WriteNulls("index_price", "mark_price", "iv");
        writer.WriteNumber("tick_direction", Tick);
    }
}
