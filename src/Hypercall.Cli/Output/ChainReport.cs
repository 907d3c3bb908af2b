namespace Hypercall.Cli.Output;

/// <summary>An option chain as one table per expiry.</summary>
internal static class ChainReport
{
    /// <summary>Writes the tables.</summary>
    public static void Write(Terminal terminal, ExchangeEngine engine, ChainView chain)
    {
        string index = chain.Index is { } price ? $"index {price}" : "no current index price";
        terminal.Heading($"{chain.Underlying}, {index}, {Figures.Place(engine)}");
        if (chain.Options.Count == 0)
            terminal.Line("no options are listed");
        foreach (IGrouping<int, ChainOption> expiry in chain.Options.GroupBy(option => option.Contract.ExpiryDate))
        {
            terminal.Line();
            terminal.Heading($"{chain.Underlying}-{expiry.Key}");
            WriteExpiry(terminal, expiry);
        }
    }

    private static void WriteExpiry(Terminal terminal, IEnumerable<ChainOption> options)
    {
        new ReportTable(
            "option", "size", "bid", "ask", "size", "mark", "iv", "delta", "gamma", "vega", "theta", "status")
        {
            FirstNumber = 1,
        }.AddEach(options, option =>
        [
            $"{option.Contract.Strike}-{(option.Contract.Type == OptionType.Call ? 'C' : 'P')}",
            Figures.Exact(option.BidSize),
            Figures.Exact(option.Bid),
            Figures.Exact(option.Ask),
            Figures.Exact(option.AskSize),
            Decimals(option.Greeks?.Mark.Units / (decimal)Price.UnitsPerUsdc, 4),
            option.Volatility is { } volatility ? $"{volatility * 100:0.00}%" : Figures.None,
            Decimals(option.Greeks?.Delta, 4),
            Decimals(option.Greeks?.Gamma, 6),
            Decimals(option.Greeks?.Vega, 4),
            Decimals(option.Greeks?.Theta, 4),
            NameOf(option.Status),
        ]).Write(terminal);
    }

    private static string Decimals(decimal? value, int decimals) => value?.ToString("F" + decimals) ?? Figures.None;

    private static string NameOf(InstrumentStatus status) => status switch
    {
        InstrumentStatus.Active => "active",
        InstrumentStatus.Halted => "halted",
        InstrumentStatus.ExpiredPendingPrice => "awaits its price",
        _ => status.ToString(),
    };
}
