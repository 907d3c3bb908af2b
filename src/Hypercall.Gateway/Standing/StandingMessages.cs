using System.Text.Json;
using Hypercall.Engine.State;
using Hypercall.Gateway.Answers;
using Hypercall.Gateway.Sockets;

namespace Hypercall.Gateway.Standing;

/// <summary>The texts of what has no events of its own (gateway.md §6).</summary>
internal static class StandingMessages
{
    /// <summary>Prices of underlyings; one that has none yet is left out.</summary>
    public static ReadOnlyMemory<byte> Index(IEnumerable<IndexView> prices, long timestampMs) =>
        SocketMessages.Of("IndexPriceUpdate", writer =>
        {
            writer.WriteStartArray("prices");
            foreach (IndexView view in prices)
            {
                if (view.Price is not { } price)
                    continue;
                writer.WriteStartObject();
                writer.WriteString("underlying", view.Underlying);
                writer.WriteText("price", price);
                writer.WriteNumber("timestamp", view.AtMs);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteNumber("timestamp", timestampMs);
        });

    public static ReadOnlyMemory<byte> Chain(string action, ChainRow row, Action<Utf8JsonWriter> content) =>
        SocketMessages.Of("OptionsChainUpdate", writer =>
        {
            writer.WriteString("action", action);
            writer.WriteString("currency", row.Key.Underlying);
            writer.WriteNumber("expiry", row.Key.ExpiryMs / 1_000);
            writer.WritePropertyName("row");
            content(writer);
            writer.WriteNumber("timestamp", row.TimestampMs);
        });

    public static ReadOnlyMemory<byte> Portfolio(WalletPicture picture, string kind, Action<Utf8JsonWriter> members) =>
        SocketMessages.Of("PortfolioUpdate", writer =>
        {
            writer.WriteString("kind", kind);
            members(writer);
            writer.WriteNumber("timestamp", picture.TimestampMs);
            writer.WriteNumber("sequence", picture.Sequence);
        });
}
