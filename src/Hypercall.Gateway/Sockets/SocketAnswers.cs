namespace Hypercall.Gateway.Sockets;

/// <summary>The members of an OrderResult, by what was asked for.</summary>
internal static class SocketAnswers
{
    public static void Order(Utf8JsonWriter writer, Executed executed, OrderMessage order)
    {
        writer.WriteNumber("order_id", order.OrderId);
        writer.WriteString("status", order.Status);
        writer.WriteString("symbol", order.Symbol);
        writer.WriteString("side", order.Side?.ToString());
        writer.WriteText("price", order.Price);
        writer.WriteText("size", order.Size);
        WriteOutcome(writer, executed, order.Reason);
        writer.WriteString("client_id", order.ClientId);
    }

    /// <summary>Of all orders there is no single one.</summary>
    public static void AllCanceled(Utf8JsonWriter writer, Executed executed)
    {
        WriteNone(writer, executed.Outcome.Accepted ? "CANCELED" : "REJECTED");
        WriteOutcome(writer, executed, executed.Reason);
        WriteAnswers.WriteCanceled(writer, executed);
    }

    public static void Bulk(Utf8JsonWriter writer, Executed executed)
    {
        WriteNone(writer, executed.Outcome.Accepted ? "EXECUTED" : "REJECTED");
        WriteOutcome(writer, executed, executed.Reason);
        WriteAnswers.WriteResults(writer, executed);
    }

    private static void WriteNone(Utf8JsonWriter writer, string status)
    {
        writer.WriteNull("order_id");
        writer.WriteString("status", status);
        writer.WriteNulls("symbol", "side", "price", "size");
    }

    private static void WriteOutcome(Utf8JsonWriter writer, Executed executed, string? reason)
    {
        ApplyOutput outcome = executed.Outcome;
        writer.WriteString("reason", reason);
        writer.WriteString("code", outcome.Accepted ? null : outcome.Rejection.Code.ToString());
        writer.WriteNumber("sequence", executed.Sequence);
        writer.WriteBoolean("duplicate", outcome.Duplicate);
        writer.WriteString("request_id", executed.Id.ToString());
    }
}
