namespace Hypercall.Gateway.Sockets;

/// <summary>What a socket can subscribe to.</summary>
internal enum Channel
{
    Orderbook,
    OrderbookDelta,
    Trades,
    MarketUpdates,
    Auctions,
    IndexPrices,
    OptionsChain,
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
        ["index_prices"] = Channel.IndexPrices,
        ["options_chain"] = Channel.OptionsChain,
        ["order_updates"] = Channel.OrderUpdates,
        ["fills"] = Channel.Fills,
        ["portfolio"] = Channel.Portfolio,
        ["liquidation"] = Channel.Liquidation,
        ["mmp"] = Channel.Mmp,
    };

    public static bool TryParse(string name, out Channel channel) => ByName.TryGetValue(name, out channel);

    /// <summary>True: what it tells has no events, the engine's replica is asked for it.</summary>
    public static bool IsStanding(Channel channel) =>
        channel is Channel.IndexPrices or Channel.OptionsChain or Channel.Portfolio;

    public static bool IsPrivate(Channel channel) => channel >= Channel.OrderUpdates;
}
