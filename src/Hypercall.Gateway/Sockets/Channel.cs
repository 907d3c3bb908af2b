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
    private static readonly Dictionary<string, Channel> ByName = new(
        Enum.GetValues<Channel>().ToDictionary(Words.Of, StringComparer.Ordinal), StringComparer.Ordinal)
    {
        ["markets"] = Channel.MarketUpdates,
    };

    public static bool TryParse(string name, out Channel channel) => ByName.TryGetValue(name, out channel);

    /// <summary>True: what it tells has no events, the engine's replica is asked for it.</summary>
    public static bool IsStanding(Channel channel) =>
        channel is Channel.IndexPrices or Channel.OptionsChain or Channel.Portfolio;

    public static bool IsPrivate(Channel channel) => channel >= Channel.OrderUpdates;
}
