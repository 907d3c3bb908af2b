using System.Buffers;
using System.Text.Json;
using Hypercall.Json;

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

    /// <summary>Any JSON text.</summary>
    public static ReadOnlyMemory<byte> Text(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer, JsonStyle.Compact))
            write(writer);
        return buffer.WrittenMemory;
    }

    private static ReadOnlyMemory<byte> Notification(string method, Action<Utf8JsonWriter> members) => Text(writer =>
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
