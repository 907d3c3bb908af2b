namespace Hypercall.Gateway.Sockets;

/// <summary>What a socket can subscribe to.</summary>
internal enum Channel
{
    Orderbook,
    OrderbookDelta,
    Trades,
    MarketUpdates,
    Auctions,
    OrderUpdates,
    Fills,
    Portfolio,
    Liquidation,
    Mmp,
}

/// <summary>Names of channels, and which of them are of one wallet.</summary>
internal static class Channels
{
    private static readonly Dictionary<string, Channel> ByName = new(StringComparer.Ordinal)
    {
        ["orderbook"] = Channel.Orderbook,
        ["orderbook_delta"] = Channel.OrderbookDelta,
        ["trades"] = Channel.Trades,
        ["market_updates"] = Channel.MarketUpdates,
        ["markets"] = Channel.MarketUpdates,
        ["auctions"] = Channel.Auctions,
        ["order_updates"] = Channel.OrderUpdates,
        ["fills"] = Channel.Fills,
        ["liquidation"] = Channel.Liquidation,
        ["mmp"] = Channel.Mmp,
    };

    /// <summary>Known to the contract; nothing feeds them yet.</summary>
    private static readonly string[] Pending = ["index_prices", "options_chain", "portfolio"];

    public static bool TryParse(string name, out Channel channel) => ByName.TryGetValue(name, out channel);

    public static bool IsPending(string name) => Pending.Contains(name);

    public static bool IsPrivate(Channel channel) => channel >= Channel.OrderUpdates;
}
