using System.Text.Json;
using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;

namespace Hypercall.Json.Writing;

/// <summary>Writes the order commands, alone or as actions of a bulk.</summary>
internal static class OrderWriter
{
    public static void WriteFields(Utf8JsonWriter writer, EngineCommand command)
    {
        switch (command)
        {
            case PlaceOrder place:
                WriteTerms(writer, place.Order, "clientId"u8);
                break;
            case CancelOrder cancel:
                WriteReference(writer, cancel.Order);
                break;
            case CancelAll all:
                writer.WriteOptional("symbol"u8, all.Symbol);
                writer.WriteOptional("underlying"u8, all.Underlying);
                writer.WriteFlag("mmp"u8, all.MmpOnly);
                break;
            case CancelAllAfter after:
                writer.WriteNumber("timeoutMs"u8, after.TimeoutMs);
                break;
            case ReplaceOrder replace:
                WriteReference(writer, replace.Target);
                WriteTerms(writer, replace.Order, "newClientId"u8);
                writer.WriteFlag("totalSize"u8, replace.TotalSize);
                break;
            case BulkOrders bulk:
                writer.WriteStartArray("actions"u8);
                foreach (BulkAction action in bulk.Actions)
                    WriteAction(writer, action);
                writer.WriteEndArray();
                break;
            default:
                throw CommandWriter.Unknown(command);
        }
    }

    private static void WriteAction(Utf8JsonWriter writer, BulkAction action)
    {
        writer.WriteStartObject();
        switch (action)
        {
            case BulkPlace place:
                writer.WriteString("type"u8, WireNames.Commands[CommandType.PlaceOrder]);
                WriteTerms(writer, place.Order, "clientId"u8);
                break;
            case BulkCancel cancel:
                writer.WriteString("type"u8, WireNames.Commands[CommandType.CancelOrder]);
                WriteReference(writer, cancel.Order);
                break;
            case BulkReplace replace:
                writer.WriteString("type"u8, WireNames.Commands[CommandType.ReplaceOrder]);
                WriteReference(writer, replace.Target);
                WriteTerms(writer, replace.Order, "newClientId"u8);
                writer.WriteFlag("totalSize"u8, replace.TotalSize);
                break;
            default:
                throw new InvalidOperationException($"bulk action {action.GetType().Name} has no JSON");
        }

        writer.WriteEndObject();
    }

    private static void WriteReference(Utf8JsonWriter writer, in OrderReference reference)
    {
        writer.WriteOptional("orderId"u8, reference.OrderId);
        writer.WriteOptional("clientId"u8, reference.ClientId);
    }

    private static void WriteTerms(Utf8JsonWriter writer, in OrderTerms order, ReadOnlySpan<byte> clientIdName)
    {
        writer.WriteString("symbol"u8, order.Symbol);
        writer.WriteString("side"u8, WireNames.Sides[order.Side]);
        writer.Write("price"u8, order.Price);
        writer.Write("size"u8, order.Size);
        writer.WriteString("tif"u8, WireNames.TimesInForce[order.TimeInForce]);
        writer.WriteOptional("expiresAt"u8, order.ExpiresAtMs);
        writer.WriteFlag("postOnly"u8, (order.Flags & OrderFlags.PostOnly) != 0);
        writer.WriteFlag("reduceOnly"u8, (order.Flags & OrderFlags.ReduceOnly) != 0);
        writer.WriteFlag("mmp"u8, (order.Flags & OrderFlags.Mmp) != 0);
        if (order.Stp is { } stp)
            writer.WriteString("stp"u8, WireNames.StpModes[stp]);
        writer.WriteOptional(clientIdName, order.ClientId);
        writer.WriteOptional("builder"u8, order.Builder);
    }
}
