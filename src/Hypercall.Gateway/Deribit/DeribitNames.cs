namespace Hypercall.Gateway.Deribit;

/// <summary>Deribit's words for what the engine has.</summary>
internal static class DeribitNames
{
    /// <summary>The currency of all money here.</summary>
    public const string Quote = "USDC";

    private const string IndexEnd = "_usdc";

    /// <summary>An option's name.</summary>
    public static string Of(string symbol) => ParsedInstrument.TryParse(symbol, out ParsedInstrument? option)
        ? SymbolNames.Deribit(option.Key)
        : symbol;

    public static string Of(Side side) => side == Side.Buy ? "buy" : "sell";

    public static string Of(OrderStatus status) => status switch
    {
        OrderStatus.Open or OrderStatus.PartiallyFilled => "open",
        OrderStatus.Filled => "filled",
        _ => "cancelled",
    };

    public static string Of(TimeInForce timeInForce) => timeInForce switch
    {
        TimeInForce.Gtc => "good_til_cancelled",
        TimeInForce.Ioc => "immediate_or_cancel",
        TimeInForce.Fok => "fill_or_kill",
        _ => "good_til_date",
    };

    /// <summary>Why an order was cancelled; empty: it was not.</summary>
    public static string Of(OrderReason reason) => reason switch
    {
        OrderReason.None => "",
        OrderReason.Requested => "user_request",
        OrderReason.Ioc => "immediate_or_cancel",
        OrderReason.Expired or OrderReason.InstrumentExpired => "settlement",
        _ => Words.Of(reason),
    };

    public static string IndexOf(string underlying) => underlying.ToLowerInvariant() + IndexEnd;

    /// <summary>The underlying of an index such as eth_usdc.</summary>
    public static string UnderlyingOf(string index, string parameter) =>
        index.EndsWith(IndexEnd, StringComparison.Ordinal)
            ? index[..^IndexEnd.Length].ToUpperInvariant()
            : throw DeribitParams.Wrong(parameter, "expected the name of an index such as eth_usdc");

    public static string Of(long id) => id.ToString(CultureInfo.InvariantCulture);
}
