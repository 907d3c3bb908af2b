namespace Hypercall.Gateway.Standing;

/// <summary>The texts of what has no events of its own (gateway.md §6).</summary>
internal static class StandingMessages
{
    /// <summary>Prices of underlyings; one that has none yet is left out.</summary>
    public static ReadOnlyMemory<byte> Index(IEnumerable<IndexView> prices, long timestampMs) =>
        SocketMessages.Of("IndexPriceUpdate", writer =>
        {
            writer.WriteObjects("prices", prices.Where(view => view.Price is not null), static (item, view) =>
            {
                item.WriteString("underlying", view.Underlying);
                item.WriteText("price", view.Price);
                item.WriteNumber("timestamp", view.AtMs);
            });
            writer.WriteNumber("timestamp", timestampMs);
        });

    public static ReadOnlyMemory<byte> Chain(string action, ChainRow row, Action<Utf8JsonWriter> content) =>
        SocketMessages.Of("OptionsChainUpdate", writer =>
        {
            writer.WriteString("action", action);
            writer.WriteString("currency", row.Key.Underlying);
            writer.WriteNumber("expiry", row.Key.ExpiryMs / 1_000);
            writer.WritePropertyName("row");
            writer.WriteObject(content);
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
