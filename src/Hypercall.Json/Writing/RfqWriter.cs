using System.Text.Json;
using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;

namespace Hypercall.Json.Writing;

/// <summary>Writes RfqExecute, whose acting wallet is named by its role.</summary>
internal static class RfqWriter
{
    public static void WriteFields(Utf8JsonWriter writer, RfqExecute command)
    {
        writer.WriteString("rfqId"u8, command.RfqId);
        writer.WriteString("quoteId"u8, command.QuoteId);
        writer.Write("taker"u8, command.Taker);
        writer.Write("maker"u8, command.Maker);
        writer.WriteStartArray("legs"u8);
        foreach (RfqLeg leg in command.Legs)
        {
            writer.WriteStartObject();
            writer.WriteString("symbol"u8, leg.Symbol);
            writer.WriteString("side"u8, WireNames.Sides[leg.Side]);
            writer.Write("size"u8, leg.Size);
            writer.Write("price"u8, leg.Price);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
