namespace Hypercall.Gateway.Deribit;

/// <summary>Texts that the gateway sends over Deribit's socket by itself.</summary>
internal static class DeribitMessages
{
    /// <summary>A subscription's content, an object.</summary>
    public static ReadOnlyMemory<byte> Of(string channel, Action<Utf8JsonWriter> members) => Subscription(
        channel, writer => writer.WriteObject(members));

    /// <summary>The same, a list of objects.</summary>
    public static ReadOnlyMemory<byte> Of<T>(
        string channel, IEnumerable<T> items, Action<Utf8JsonWriter, T> members) => Subscription(
        channel, writer => writer.WriteObjects(null, items, members));

    /// <summary>heartbeat, or test_request, which wants to be answered by public/test.</summary>
    public static ReadOnlyMemory<byte> Heartbeat(string type) =>
        Notification("heartbeat", writer => writer.WriteString("type", type));

    private static ReadOnlyMemory<byte> Subscription(string channel, Action<Utf8JsonWriter> data) => Notification(
        "subscription",
        writer =>
        {
            writer.WriteString("channel", channel);
            writer.WritePropertyName("data");
            data(writer);
        });

    private static ReadOnlyMemory<byte> Notification(string method, Action<Utf8JsonWriter> members) =>
        SocketMessages.Object(writer =>
        {
            writer.WriteString("jsonrpc", "2.0");
            writer.WriteString("method", method);
            writer.WritePropertyName("params");
            writer.WriteObject(members);
        });
}
