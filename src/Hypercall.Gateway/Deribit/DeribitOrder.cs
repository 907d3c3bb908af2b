using System.Text.Json;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Events;
using Hypercall.Gateway.Answers;
using Hypercall.History;

namespace Hypercall.Gateway.Deribit;

/// <summary>An order as Deribit shows it, from the history or from what a command just did.</summary>
internal sealed record DeribitOrder
{
    public required long OrderId { get; init; }

    public required string Symbol { get; init; }

    public required Side Side { get; init; }

    public required Price Price { get; init; }

    public required Quantity Size { get; init; }

    public required Quantity Filled { get; init; }

    public required OrderStatus Status { get; init; }

    public required OrderReason Reason { get; init; }

    public required TimeInForce TimeInForce { get; init; }

    public required OrderFlags Flags { get; init; }

    public required string? Label { get; init; }

    public required long CreatedAtMs { get; init; }

    public required long UpdatedAtMs { get; init; }

    public bool IsLiquidation { get; init; }

    public bool IsReplaced { get; init; }

    /// <summary>Price × size over its fills.</summary>
    public Cash Notional { get; init; }

    public Cash Fees { get; init; }

    /// <summary>An order of the history with its fills.</summary>
    public static DeribitOrder Of(OrderRow row, IEnumerable<FillRow> fills)
    {
        (Cash notional, Cash fees) = (default, default);
        foreach (FillRow fill in fills)
            (notional, fees) = (notional + Cash.Notional(fill.Price, fill.Size), fees + fill.Fee);
        return new DeribitOrder
        {
            OrderId = row.OrderId,
            Symbol = row.Symbol,
            Side = row.Side,
            Price = row.Price,
            Size = row.Size,
            Filled = row.Filled,
            Status = row.Status,
            Reason = row.Reason,
            TimeInForce = row.TimeInForce,
            Flags = row.Flags,
            Label = row.ClientId,
            CreatedAtMs = row.CreatedAtMs,
            UpdatedAtMs = row.UpdatedAtMs,
            IsLiquidation = row.IsLiquidation,
            Notional = notional,
            Fees = fees,
        };
    }

    /// <summary>As it stood after an event; of its fills only those up to then count.</summary>
    public static DeribitOrder Of(OrderRow row, IEnumerable<FillRow> fills, OrderUpdated update, long atMs) =>
        Of(row, fills) with
        {
            Price = update.Price,
            Size = update.Size,
            Filled = update.Filled,
            Status = update.Status,
            Reason = update.Reason,
            Label = update.ClientId,
            UpdatedAtMs = atMs,
        };

    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("order_id", DeribitNames.Of(OrderId));
        writer.WriteString("order_state", DeribitNames.Of(Status));
        writer.WriteString("order_type", "limit");
        writer.WriteString("direction", DeribitNames.Of(Side));
        writer.WriteString("instrument_name", DeribitNames.Of(Symbol));
        writer.WriteDigits("price", Price);
        writer.WriteDigits("amount", Size);
        writer.WriteDigits("filled_amount", Filled);
        writer.WriteDigits("average_price", AverageUnits, Price.Decimals);
        writer.WriteString("label", Label ?? "");
        writer.WriteString("time_in_force", DeribitNames.Of(TimeInForce));
        WriteFlags(writer, Flags);
        writer.WriteBoolean("mmp", (Flags & OrderFlags.Mmp) != 0);
        writer.WriteBoolean("api", true);
        writer.WriteBoolean("replaced", IsReplaced);
        writer.WriteBoolean("is_liquidation", IsLiquidation);
        writer.WriteDigits("max_show", Size);
        writer.WriteNumber("profit_loss", 0);
        writer.WriteDigits("commission", Fees);
        writer.WriteNumber("creation_timestamp", CreatedAtMs);
        writer.WriteNumber("last_update_timestamp", UpdatedAtMs);
        if (Status == OrderStatus.Canceled)
            writer.WriteString("cancel_reason", DeribitNames.Of(Reason));
        writer.WriteEndObject();
    }

    /// <summary>Post-only and reduce-only, as orders and trades tell them.</summary>
    public static void WriteFlags(Utf8JsonWriter writer, OrderFlags flags)
    {
        writer.WriteBoolean("post_only", (flags & OrderFlags.PostOnly) != 0);
        writer.WriteBoolean("reduce_only", (flags & OrderFlags.ReduceOnly) != 0);
    }

    /// <summary>Cash per contract, in the units of a price.</summary>
    private Int128 AverageUnits => Filled.Units == 0 ? 0 : Notional.Units / Filled.Units;
}
