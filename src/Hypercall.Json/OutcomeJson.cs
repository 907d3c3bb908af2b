using System.Text.Json;
using Hypercall.Engine.Events;
using Hypercall.Json.Writing;

namespace Hypercall.Json;

/// <summary>
/// The outcome line of a command (wire.md §Outcomes). Tools write one per Apply, while the output still holds.
/// </summary>
public static class OutcomeJson
{
    /// <summary>Writes one object.</summary>
    public static void Write(Utf8JsonWriter writer, ApplyOutput output)
    {
        writer.WriteStartObject();
        writer.WriteNumber("sequence"u8, output.Sequence);
        writer.WriteNumber("timestamp"u8, output.TimestampMs);
        WriteRejection(writer, output.Rejection, RejectText.Describe(output.Rejection));
        writer.WriteBoolean("duplicate"u8, output.Duplicate);
        if (output.First is { } first)
            WriteFirst(writer, output, first);
        if (output.HasResults)
            WriteResults(writer, output);
        EventWriter.Write(writer, output.Events);
        writer.Write("hash"u8, output.Hash);
        writer.WriteEndObject();
    }

    private static void WriteFirst(Utf8JsonWriter writer, ApplyOutput output, in FirstOutcome first)
    {
        writer.WriteStartObject("first"u8);
        writer.WriteNumber("sequence"u8, first.Sequence);
        writer.WriteOrNull("orderId"u8, first.OrderId);
        if (first.Status is { } status)
            writer.WriteString("status"u8, WireNames.OrderStatuses[status]);
        else
            writer.WriteNull("status"u8);
        if (first.Filled is { } filled)
            writer.Write("filled"u8, filled);
        else
            writer.WriteNull("filled"u8);
        if (output.HasResults)
            WriteResults(writer, output);
        else
            writer.WriteNull("results"u8);
        writer.WriteEndObject();
    }

    /// <summary>Of a duplicate's results only codes and ids are known.</summary>
    private static void WriteResults(Utf8JsonWriter writer, ApplyOutput output)
    {
        writer.WriteStartArray("results"u8);
        foreach (ref readonly ActionResult result in output.Results)
        {
            writer.WriteStartObject();
            WriteRejection(writer, result.Rejection, output.Duplicate ? null : RejectText.Describe(result.Rejection));
            writer.WriteOrNull("orderId"u8, result.OrderId);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteRejection(Utf8JsonWriter writer, in Rejection rejection, string? detail)
    {
        writer.WriteString("outcome"u8, rejection.IsRejected ? "rejected"u8 : "accepted"u8);
        if (!rejection.IsRejected)
        {
            writer.WriteNull("code"u8);
            writer.WriteNull("detail"u8);
            return;
        }

        writer.WriteString("code"u8, WireNames.RejectCodes[rejection.Code]);
        writer.WriteString("detail"u8, detail);
    }
}
