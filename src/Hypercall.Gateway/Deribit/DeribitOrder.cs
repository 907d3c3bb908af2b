namespace Hypercall.Gateway.Deribit;

/// <summary>An order as Deribit shows it, from the history or from what a command just did.</summary>
/// <param name="Notional">Price × size over its fills.</param>
internal sealed record DeribitOrder(OrderRow Row, Cash Notional, Cash Fees)
{
    public bool IsReplaced { get; init; }

    /// <summary>An order with what its fills come to.</summary>
    public static DeribitOrder Of(OrderRow row, in FillSum fills) => new(row, fills.Notional, fills.Fees);

    /// <summary>As it stood after an event.</summary>
    /// <param name="fills">What those up to then come to.</param>
    public static DeribitOrder Of(OrderRow row, in FillSum fills, OrderUpdated update, long atMs) => Of(
        row with
        {
            Price = update.Price,
            Size = update.Size,
            Filled = update.Filled,
            Status = update.Status,
            Reason = update.Reason,
            ClientId = update.ClientId,
            UpdatedAtMs = atMs,
        },
        fills);

    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteString("order_id", DeribitNames.Of(Row.OrderId));
        writer.WriteString("order_state", DeribitNames.Of(Row.Status));
        writer.WriteString("order_type", "limit");
        writer.WriteString("direction", DeribitNames.Of(Row.Side));
        writer.WriteString("instrument_name", DeribitNames.Of(Row.Symbol));
        writer.WriteDigits("price", Row.Price);
        writer.WriteDigits("amount", Row.Size);
        writer.WriteDigits("filled_amount", Row.Filled);
        writer.WriteDigits("average_price", AverageUnits, Price.Decimals);
        writer.WriteString("label", Row.ClientId ?? "");
        writer.WriteString("time_in_force", DeribitNames.Of(Row.TimeInForce));
        WriteFlags(writer, Row.Flags);
        writer.WriteBoolean("mmp", (Row.Flags & OrderFlags.Mmp) != 0);
        writer.WriteBoolean("api", true);
        writer.WriteBoolean("replaced", IsReplaced);
        writer.WriteBoolean("is_liquidation", Row.IsLiquidation);
        writer.WriteDigits("max_show", Row.Size);
        writer.WriteNumber("profit_loss", 0);
        writer.WriteDigits("commission", Fees);
        writer.WriteNumber("creation_timestamp", Row.CreatedAtMs);
        writer.WriteNumber("last_update_timestamp", Row.UpdatedAtMs);
        if (Row.Status == OrderStatus.Canceled)
            writer.WriteString("cancel_reason", DeribitNames.Of(Row.Reason));
    }

    /// <summary>Post-only and reduce-only, as orders and trades tell them.</summary>
    public static void WriteFlags(Utf8JsonWriter writer, OrderFlags flags)
    {
        writer.WriteBoolean("post_only", (flags & OrderFlags.PostOnly) != 0);
        writer.WriteBoolean("reduce_only", (flags & OrderFlags.ReduceOnly) != 0);
    }

    /// <summary>Cash per contract, in the units of a price.</summary>
    private Int128 AverageUnits => Row.Filled.Units == 0 ? 0 : Notional.Units / Row.Filled.Units;
}
