using System.Text.Json;
using Hypercall.Engine.Commands;

namespace Hypercall.Json.Writing;

/// <summary>Writes the fields of commands, those that readers know and in the order of wire.md.</summary>
internal static class CommandWriter
{
    /// <summary>Writes the fields into the object that is open.</summary>
    public static void WriteFields(Utf8JsonWriter writer, EngineCommand command)
    {
        if (command is RfqExecute rfq)
        {
            RfqWriter.WriteFields(writer, rfq);
            return;
        }

        if (command.ActingWallet is { } wallet)
            writer.Write("wallet"u8, wallet);
        switch (command)
        {
            case PlaceOrder or CancelOrder or CancelAll or CancelAllAfter or ReplaceOrder or BulkOrders:
                OrderWriter.WriteFields(writer, command);
                break;
            case MarketAction or TradingModeUpdate or TickExpiry or PriceUpdate or IvUpdate:
                MarketWriter.WriteFields(writer, command);
                break;
            case SetRules or SetPmSettlementPoolConfig:
                VenueWriter.WriteFields(writer, command);
                break;
            case Tick or NonceAdvance:
                break;
            default:
                AccountWriter.WriteFields(writer, command);
                break;
        }
    }

    /// <summary>The exception for a command that no writer knows: one was added without its JSON.</summary>
    public static InvalidOperationException Unknown(EngineCommand command) =>
        new($"command {command.Type} has no JSON");
}
