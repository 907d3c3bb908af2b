using System.Text.Json;
using Hypercall.Engine.Events;

namespace Hypercall.Json.Writing;

/// <summary>Writes the events of a command in their order, each with the fields of wire.md.</summary>
internal static class EventWriter
{
    public static void Write(Utf8JsonWriter writer, EventBuffer events)
    {
        writer.WriteStartArray("events"u8);
        for (int i = 0; i < events.Count; i++)
        {
            writer.WriteStartObject();
            EventKind kind = events.KindAt(i);
            writer.WriteString("event"u8, WireNames.Events[kind]);
            WriteFields(writer, events, kind, i);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteFields(Utf8JsonWriter writer, EventBuffer events, EventKind kind, int index)
    {
        switch (kind)
        {
            case EventKind.OrderUpdated:
                WriteFields(writer, events.OrderUpdatedAt(index));
                break;
            case EventKind.Filled:
                WriteFields(writer, events.FilledAt(index));
                break;
            case EventKind.BookChanged:
                WriteFields(writer, events, events.BookChangedAt(index));
                break;
            case EventKind.BalanceChanged:
                WriteFields(writer, events.BalanceChangedAt(index));
                break;
            case EventKind.PositionChanged:
                WriteFields(writer, events.PositionChangedAt(index));
                break;
            case EventKind.MmpTriggered:
                WriteFields(writer, events.MmpTriggeredAt(index));
                break;
            default:
                RareEventWriter.WriteFields(writer, events, kind, index);
                break;
        }
    }

    private static void WriteFields(Utf8JsonWriter writer, in OrderUpdated order)
    {
        writer.WriteNumber("orderId"u8, order.OrderId);
        writer.WriteString("clientId"u8, order.ClientId);
        writer.Write("wallet"u8, order.Wallet);
        writer.WriteString("symbol"u8, order.Symbol);
        writer.WriteString("side"u8, WireNames.Sides[order.Side]);
        writer.Write("price"u8, order.Price);
        writer.Write("size"u8, order.Size);
        writer.Write("filled"u8, order.Filled);
        writer.Write("remaining"u8, order.Remaining);
        writer.WriteString("status"u8, WireNames.OrderStatuses[order.Status]);
        if (order.Reason == OrderReason.None)
            writer.WriteNull("reason"u8);
        else
            writer.WriteString("reason"u8, WireNames.OrderReasons[order.Reason]);
    }

    private static void WriteFields(Utf8JsonWriter writer, in Filled fill)
    {
        writer.WriteNumber("tradeId"u8, fill.TradeId);
        writer.WriteString("symbol"u8, fill.Symbol);
        writer.Write("price"u8, fill.Price);
        writer.Write("size"u8, fill.Size);
        writer.WriteString("takerSide"u8, WireNames.Sides[fill.TakerSide]);
        writer.WriteOrNull("takerOrderId"u8, OrderIdOf(fill, fill.TakerOrderId));
        writer.WriteOrNull("makerOrderId"u8, OrderIdOf(fill, fill.MakerOrderId));
        writer.Write("takerWallet"u8, fill.TakerWallet);
        writer.Write("makerWallet"u8, fill.MakerWallet);
        writer.Write("takerFee"u8, fill.TakerFee);
        writer.Write("makerFee"u8, fill.MakerFee);
        writer.Write("takerRealizedPnl"u8, fill.TakerRealizedPnl);
        writer.Write("makerRealizedPnl"u8, fill.MakerRealizedPnl);
        writer.WriteString("source"u8, WireNames.FillSources[fill.Source]);
    }

    /// <summary>A fill of a request for quote has no orders.</summary>
    private static long? OrderIdOf(in Filled fill, long orderId) => fill.Source == FillSource.Rfq ? null : orderId;

    private static void WriteFields(Utf8JsonWriter writer, EventBuffer events, in BookChanged book)
    {
        writer.WriteString("symbol"u8, book.Symbol);
        writer.WriteNumber("l2Sequence"u8, book.L2Sequence);
        writer.WriteStartArray("bids"u8);
        WriteLevels(writer, events.Bids(book));
        writer.WriteEndArray();
        writer.WriteStartArray("asks"u8);
        WriteLevels(writer, events.Asks(book));
        writer.WriteEndArray();
    }

    private static void WriteLevels(Utf8JsonWriter writer, ReadOnlySpan<BookLevel> levels)
    {
        foreach (ref readonly BookLevel level in levels)
        {
            writer.WriteStartArray();
            writer.WriteValue(level.Price);
            writer.WriteValue(level.Size);
            writer.WriteEndArray();
        }
    }

    private static void WriteFields(Utf8JsonWriter writer, in BalanceChanged balance)
    {
        if (balance.Account == LedgerAccountKind.Wallet)
            writer.Write("wallet"u8, balance.Wallet);
        else
            writer.WriteString("wallet"u8, WireNames.LedgerAccounts[balance.Account]);
        writer.Write("delta"u8, balance.Delta);
        writer.Write("balance"u8, balance.Balance);
        writer.WriteString("reason"u8, WireNames.BalanceReasons[balance.Reason]);
    }

    private static void WriteFields(Utf8JsonWriter writer, in PositionChanged position)
    {
        writer.Write("wallet"u8, position.Wallet);
        writer.WriteString("symbol"u8, position.Symbol);
        writer.Write("size"u8, position.Size);
        writer.Write("entryPrice"u8, position.EntryPrice);
    }

    private static void WriteFields(Utf8JsonWriter writer, in MmpTriggered mmp)
    {
        writer.Write("wallet"u8, mmp.Wallet);
        writer.WriteString("underlying"u8, mmp.Underlying);
        writer.WriteString("cause"u8, WireNames.MmpCauses[mmp.Cause]);
        writer.WriteOrNull("frozenUntil"u8, mmp.FrozenUntilMs);
    }
}
