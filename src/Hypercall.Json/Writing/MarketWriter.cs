using System.Text.Json;
using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;

namespace Hypercall.Json.Writing;

/// <summary>Writes the commands on markets and market data.</summary>
internal static class MarketWriter
{
    public static void WriteFields(Utf8JsonWriter writer, EngineCommand command)
    {
        switch (command)
        {
            case MarketAction market:
                writer.WriteString("action"u8, WireNames.MarketActions[market.Action]);
                writer.WriteString("symbol"u8, market.Symbol);
                break;
            case TradingModeUpdate trading:
                WriteModes(writer, trading);
                break;
            case TickExpiry tick:
                WriteSettlementPrices(writer, tick);
                break;
            case PriceUpdate update:
                WritePrices(writer, update);
                break;
            case IvUpdate update:
                WritePoints(writer, update);
                break;
            default:
                throw CommandWriter.Unknown(command);
        }
    }

    private static void WriteModes(Utf8JsonWriter writer, TradingModeUpdate command)
    {
        writer.WriteString("underlying"u8, command.Underlying);
        writer.WriteStartArray("modes"u8);
        if ((command.Modes & TradingModes.Orderbook) != 0)
            writer.WriteStringValue(WireNames.Orderbook);
        if ((command.Modes & TradingModes.Rfq) != 0)
            writer.WriteStringValue(WireNames.Rfq);
        writer.WriteEndArray();
    }

    /// <summary>Left out when there are none.</summary>
    private static void WriteSettlementPrices(Utf8JsonWriter writer, TickExpiry command)
    {
        writer.WriteFlag("force"u8, command.Force);
        if (command.Prices.IsEmpty)
            return;
        writer.WriteStartArray("prices"u8);
        foreach (SettlementPrice price in command.Prices)
        {
            writer.WriteStartObject();
            writer.WriteString("underlying"u8, price.Underlying);
            writer.WriteNumber("expiry"u8, price.ExpiryDate);
            writer.Write("price"u8, price.Price);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WritePrices(Utf8JsonWriter writer, PriceUpdate command)
    {
        writer.WriteStartArray("prices"u8);
        foreach (IndexPrice price in command.Prices)
        {
            writer.WriteStartObject();
            writer.WriteString("underlying"u8, price.Underlying);
            writer.Write("price"u8, price.Price);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteFlag("force"u8, command.Force);
    }

    private static void WritePoints(Utf8JsonWriter writer, IvUpdate command)
    {
        writer.WriteString("underlying"u8, command.Underlying);
        writer.WriteNumber("expiry"u8, command.ExpiryDate);
        writer.WriteStartArray("points"u8);
        foreach (VolatilityPoint point in command.Points)
        {
            writer.WriteStartObject();
            writer.Write("strike"u8, point.Strike);
            writer.WriteDecimal("iv"u8, point.VolatilityUnits, VolatilityPoint.VolatilityDecimals);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
