namespace Hypercall.Gateway.Reads;

/// <summary>One option with all that public reads tell of it.</summary>
/// <param name="IsDeribit">Whether it is told on Deribit's face, under Deribit's name.</param>
internal readonly record struct OptionPicture(
    MarketPicture Market, ChainView Chain, ChainOption Option, bool IsDeribit)
{
    public string Name => IsDeribit ? SymbolNames.Deribit(Option.Contract) : Option.Symbol;

    public UnderlyingView Terms => Market.TermsOf(Chain.Underlying);

    /// <summary>What traded in it in the last 24 hours, or null.</summary>
    public DayTotals? Day => Market.DayOf(Option.Symbol);
}
