using System.Text.Json;
using Hypercall.Engine.Domain;
using Hypercall.Engine.State;
using Hypercall.Json.Writing;

namespace Hypercall.Json;

/// <summary>
/// The state file (wire.md §State), for <c>--state</c> and for comparing engines: keys stand in the order of the view,
/// which is canonical.
/// </summary>
public static class StateJson
{
    /// <summary>Writes one object.</summary>
    public static void Write(Utf8JsonWriter writer, EngineView view)
    {
        writer.WriteStartObject();
        writer.WriteNumber("sequence"u8, view.Sequence);
        writer.WriteNumber("timestamp"u8, view.TimestampMs);
        writer.Write("hash"u8, view.Hash);
        writer.WriteStartObject("digests"u8);
        foreach ((string component, Hash256 digest) in view.Digests.Components)
            writer.WriteString(component, digest.ToString());
        writer.WriteEndObject();
        WriteVenue(writer, view.Venue);
        writer.WriteStartObject("wallets"u8);
        foreach (WalletView wallet in view.Wallets)
            WriteWallet(writer, wallet);
        writer.WriteEndObject();
        writer.WriteStartObject("books"u8);
        foreach (BookView book in view.Books)
            WriteBook(writer, book);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteVenue(Utf8JsonWriter writer, VenueView venue)
    {
        writer.WriteStartObject("venue"u8);
        writer.Write("clearing"u8, venue.Clearing);
        writer.Write("fees"u8, venue.Fees);
        writer.Write("insurance"u8, venue.Insurance);
        writer.WriteStartObject("debts"u8);
        foreach ((WalletAddress wallet, Cash debt) in venue.Debts)
            writer.Write(wallet, debt);
        writer.WriteEndObject();
        writer.WriteStartObject("sources"u8);
        foreach ((string source, long number) in venue.Sources)
            writer.WriteNumber(source, number);
        writer.WriteEndObject();
        writer.WriteStartObject("pendingAverages"u8);
        foreach ((string symbol, Price? average) in venue.PendingAverages)
            WriteAverage(writer, symbol, average);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteAverage(Utf8JsonWriter writer, string symbol, Price? average)
    {
        writer.WritePropertyName(symbol);
        if (average is { } present)
            writer.WriteValue(present);
        else
            writer.WriteNullValue();
    }

    private static void WriteWallet(Utf8JsonWriter writer, WalletView wallet)
    {
        writer.WriteObjectName(wallet.Address);
        writer.Write("cash"u8, wallet.Cash);
        writer.WriteString("mode"u8, WireNames.MarginModes[wallet.Mode]);
        writer.WriteString("liquidationState"u8, WireNames.LiquidationStates[wallet.LiquidationState]);
        WriteLiquidation(writer, wallet.Liquidation);
        writer.WriteStartObject("positions"u8);
        foreach (PositionView position in wallet.Positions)
        {
            writer.WriteStartObject(position.Symbol);
            writer.Write("size"u8, position.Size);
            writer.Write("entryPrice"u8, position.EntryPrice);
            writer.Write("cost"u8, position.Cost);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
        writer.WriteStartArray("openOrders"u8);
        foreach (OrderView order in wallet.OpenOrders)
            WriteOrder(writer, order);
        writer.WriteEndArray();
        WriteMargin(writer, wallet.Margin);
        WriteHypercore(writer, wallet);
        writer.WriteEndObject();
    }

    /// <summary>A grace; what only later stages have is null.</summary>
    private static void WriteLiquidation(Utf8JsonWriter writer, LiquidationView? stage)
    {
        if (stage is null)
        {
            writer.WriteNull("liquidation"u8);
            return;
        }

        writer.WriteStartObject("liquidation"u8);
        writer.WriteString("mode"u8, "grace"u8);
        writer.WriteNumber("enteredAt"u8, stage.EnteredAtMs);
        writer.WriteNumber("endsAt"u8, stage.EndsAtMs);
        writer.WriteNumber("pauseUntil"u8, stage.PauseUntilMs);
        writer.WriteNull("nextAt"u8);
        writer.WriteNull("step"u8);
        writer.WriteNull("bonusPpm"u8);
        writer.WriteNull("auctionId"u8);
        writer.WriteNull("startedAt"u8);
        writer.WriteNull("entrySizes"u8);
        writer.WriteNull("asked"u8);
        writer.WriteEndObject();
    }

    private static void WriteMargin(Utf8JsonWriter writer, MarginView margin)
    {
        writer.WriteStartObject("margin"u8);
        writer.WriteOrNull("equity"u8, margin.Equity);
        writer.WriteOrNull("initialMargin"u8, margin.InitialMargin);
        writer.WriteOrNull("maintenanceMargin"u8, margin.MaintenanceMargin);
        writer.WriteOrNull("available"u8, margin.Available);
        WriteWorstScenarios(writer, margin.WorstScenario);
        writer.WriteEndObject();
    }

    private static void WriteWorstScenarios(Utf8JsonWriter writer, WorstScenarios? worst)
    {
        if (worst is null)
        {
            writer.WriteNull("worstScenario"u8);
            return;
        }

        writer.WriteStartObject("worstScenario"u8);
        foreach ((string underlying, string? scenario) in worst)
            writer.WriteString(underlying, scenario);
        writer.WriteEndObject();
    }

    private static void WriteHypercore(Utf8JsonWriter writer, WalletView wallet)
    {
        writer.WriteStartObject("hypercore"u8);
        writer.Write("equity"u8, wallet.HypercoreEquity);
        writer.WriteStartObject("positions"u8);
        foreach (PerpView perp in wallet.HypercorePositions)
        {
            writer.WriteStartObject(perp.Symbol);
            writer.Write("size"u8, perp.Size);
            writer.Write("entryPrice"u8, perp.EntryPrice);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteOrder(Utf8JsonWriter writer, OrderView order)
    {
        writer.WriteStartObject();
        writer.WriteNumber("orderId"u8, order.OrderId);
        writer.WriteString("clientId"u8, order.ClientId);
        writer.WriteString("symbol"u8, order.Symbol);
        writer.WriteString("side"u8, WireNames.Sides[order.Side]);
        writer.Write("price"u8, order.Price);
        writer.Write("size"u8, order.Size);
        writer.Write("filled"u8, order.Filled);
        writer.Write("remaining"u8, new Quantity(order.Size.Units - order.Filled.Units));
        writer.WriteString("status"u8, WireNames.OrderStatuses[order.Status]);
        writer.WriteString("tif"u8, WireNames.TimesInForce[order.TimeInForce]);
        writer.WriteOrNull("expiresAt"u8, order.ExpiresAtMs);
        writer.WriteBoolean("postOnly"u8, (order.Flags & OrderFlags.PostOnly) != 0);
        writer.WriteBoolean("reduceOnly"u8, (order.Flags & OrderFlags.ReduceOnly) != 0);
        writer.WriteBoolean("mmp"u8, (order.Flags & OrderFlags.Mmp) != 0);
        if (order.Builder is { } builder)
            writer.Write("builder"u8, builder);
        else
            writer.WriteNull("builder"u8);
        writer.WriteEndObject();
    }

    private static void WriteBook(Utf8JsonWriter writer, BookView book)
    {
        writer.WriteStartObject(book.Symbol);
        writer.WriteStartArray("bids"u8);
        WriteLevels(writer, book.Bids);
        writer.WriteEndArray();
        writer.WriteStartArray("asks"u8);
        WriteLevels(writer, book.Asks);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteLevels(Utf8JsonWriter writer, IReadOnlyList<LevelView> levels)
    {
        foreach (LevelView level in levels)
        {
            writer.WriteStartArray();
            writer.WriteValue(level.Price);
            writer.WriteValue(level.Size);
            writer.WriteStartArray();
            foreach (long orderId in level.OrderIds)
                writer.WriteNumberValue(orderId);
            writer.WriteEndArray();
            writer.WriteEndArray();
        }
    }
}
