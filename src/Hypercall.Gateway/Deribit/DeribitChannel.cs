namespace Hypercall.Gateway.Deribit;

/// <summary>What a channel is about.</summary>
internal enum DeribitTopic
{
    Book,
    Trades,
    Ticker,
    Chart,
    PriceIndex,
    UserOrders,
    UserTrades,
    UserPortfolio,
    UserProtection,
}

/// <summary>A channel of gateway.md §7, and whose it is.</summary>
/// <param name="Name">Its name, as it was asked for.</param>
/// <param name="Wallet">Whose, where it is of one wallet.</param>
/// <param name="Symbol">Of which option; null: of all.</param>
/// <param name="Underlying">Of which underlying; null: of all.</param>
/// <param name="IsRaw">Each change by itself; else conflated over 100 ms.</param>
/// <param name="WidthMs">Of a candle.</param>
internal sealed record DeribitChannel(
    string Name,
    DeribitTopic Topic,
    WalletAddress? Wallet = null,
    string? Symbol = null,
    string? Underlying = null,
    bool IsRaw = false,
    long WidthMs = 0)
{
    private const int LongestName = 96;

    /// <summary>True: its content is read again and again, and told where it has changed.</summary>
    public bool IsPolled => Topic is DeribitTopic.Ticker or DeribitTopic.Chart or DeribitTopic.PriceIndex
        or DeribitTopic.UserPortfolio;

    /// <summary>True: it is about one option alone, and ends with it.</summary>
    public bool IsOfOption => Wallet is null && Symbol is not null;

    /// <summary>Reads a name; null: there is no such channel, or the socket has no wallet for it.</summary>
    public static DeribitChannel? Of(string name, WalletAddress? wallet)
    {
        string[] parts = name.Length <= LongestName ? name.Split('.') : [];
        return parts switch
        {
            ["book", var option, var interval] => OfOption(name, DeribitTopic.Book, option, interval),
            ["trades", var option, var interval] => OfOption(name, DeribitTopic.Trades, option, interval),
            ["ticker", var option, var interval] => OfOption(name, DeribitTopic.Ticker, option, interval),
            ["chart", "trades", var option, var resolution] => OfChart(name, option, resolution),
            ["deribit_price_index", var index] => OfIndex(name, DeribitTopic.PriceIndex, index, null),
            ["user", "portfolio", "any" or "USDC" or "usdc"] when wallet is not null =>
                new DeribitChannel(name, DeribitTopic.UserPortfolio, wallet),
            ["user", "mmp_trigger", var index] when wallet is not null =>
                OfIndex(name, DeribitTopic.UserProtection, index, wallet),
            ["user", "orders", .. var scope, var interval] when wallet is not null =>
                OfUser(name, DeribitTopic.UserOrders, scope, interval, wallet),
            ["user", "trades", .. var scope, var interval] when wallet is not null =>
                OfUser(name, DeribitTopic.UserTrades, scope, interval, wallet),
            _ => null,
        };
    }

    /// <summary>Whether something of an option belongs to it.</summary>
    public bool Hears(string symbol) => (Symbol is null || Symbol == symbol)
        && (Underlying is null || symbol.StartsWith(Underlying + "-", StringComparison.Ordinal));

    private static DeribitChannel? OfOption(string name, DeribitTopic topic, string option, string interval) =>
        SymbolOf(option) is { } symbol && IsRawOf(interval) is { } isRaw
            ? new DeribitChannel(name, topic, null, symbol, IsRaw: isRaw)
            : null;

    private static DeribitChannel? OfChart(string name, string option, string resolution) =>
        SymbolOf(option) is { } symbol && DeribitCandle.WidthOf(resolution) is { } width
            ? new DeribitChannel(name, DeribitTopic.Chart, null, symbol, WidthMs: width)
            : null;

    private static DeribitChannel? OfIndex(string name, DeribitTopic topic, string index, WalletAddress? wallet) =>
        index.EndsWith("_usdc", StringComparison.Ordinal)
            ? new DeribitChannel(name, topic, wallet, null, DeribitNames.UnderlyingOf(index, "channels"), true)
            : null;

    /// <summary>One option, or a kind and a currency.</summary>
    private static DeribitChannel? OfUser(
        string name, DeribitTopic topic, string[] scope, string interval, WalletAddress? wallet)
    {
        if (IsRawOf(interval) is null)
            return null;
        return scope switch
        {
            [var option] when SymbolOf(option) is { } symbol => new DeribitChannel(name, topic, wallet, symbol),
            ["any" or "option", "any" or DeribitNames.Quote] => new DeribitChannel(name, topic, wallet),
            ["any" or "option", var underlying] => new DeribitChannel(name, topic, wallet, null, underlying),
            _ => null,
        };
    }

    private static string? SymbolOf(string option)
    {
        string symbol = SymbolNames.Canonical(option);
        return ParsedInstrument.IsOptionSymbol(symbol) ? symbol : null;
    }

    private static bool? IsRawOf(string interval) => interval switch
    {
        "raw" => true,
        "100ms" => false,
        _ => null,
    };
}
