namespace Hypercall.Gateway.Reads;

/// <summary>One option of a chain as it is told: its best prices and its greeks (ChainLeg of gateway.md §5).</summary>
/// <param name="Greeks">Null where there is no mark.</param>
internal sealed record ChainLeg(
    string Symbol, Price? Bid, Quantity? BidSize, Price? Ask, Quantity? AskSize, ChainGreeks? Greeks)
{
    public static ChainLeg Of(ChainOption option) =>
        new(option.Symbol, option.Bid, option.BidSize, option.Ask, option.AskSize, option.Greeks);

    /// <summary>With the best prices of a book; null: there is none.</summary>
    public ChainLeg With(BookMirror? book)
    {
        BookLevel? bid = book?.BestBid;
        BookLevel? ask = book?.BestAsk;
        return this with { Bid = bid?.Price, BidSize = bid?.Size, Ask = ask?.Price, AskSize = ask?.Size };
    }
}
