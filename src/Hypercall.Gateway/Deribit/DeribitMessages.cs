using System.Text.Json;
using Hypercall.Gateway.Sockets;

namespace Hypercall.Gateway.Deribit;

/// <summary>Texts that the gateway sends over Deribit's socket by itself.</summary>
internal static class DeribitMessages
{
    /// <summary>A subscription's content.</summary>
    public static ReadOnlyMemory<byte> Of(string channel, Action<Utf8JsonWriter> data) => Notification(
        "subscription",
        writer =>
        {
            writer.WriteString("channel", channel);
            writer.WritePropertyName("data");
            data(writer);
        });

    /// <summary>heartbeat, or test_request, which wants to be answered by public/test.</summary>
    public static ReadOnlyMemory<byte> Heartbeat(string type) =>
        Notification("heartbeat", writer => writer.WriteString("type", type));

    private static ReadOnlyMemory<byte> Notification(string method, Action<Utf8JsonWriter> members) =>
        SocketMessages.Text(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("jsonrpc", "2.0");
            writer.WriteString("method", method);
            writer.WriteStartObject("params");
            members(writer);
            writer.WriteEndObject();
            writer.WriteEndObject();
        });
}
