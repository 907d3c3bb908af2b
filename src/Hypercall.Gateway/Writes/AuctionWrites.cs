namespace Hypercall.Gateway.Writes;

/// <summary>Reads the body of a bid for a portfolio that is auctioned (gateway.md §12).</summary>
internal sealed class AuctionWrites(SigningDomain domain)
{
    private const int MostPositions = 1_000;

    public AuctionBid Bid(Fields fields)
    {
        var signed = new SignedFields(fields, SignedTypes.StandardMarginLiquidationOrder);
        WalletAddress wallet = signed.Wallet("wallet");
        WalletAddress liquidated = signed.Wallet("liquidated_wallet");
        string requestId = signed.Text("request_id");
        long auction = AuctionId(fields, signed.Text("auction_id"));
        var bid = new Cash(fields.Units("bid_usdc", signed.Text("bid_usdc"), Cash.Decimals));
        BidPosition[] positions = ReadPositions(fields);
        string portfolioHash = signed.Text("portfolio_hash");
        signed.Text("auction_terms_hash");
        signed.Text("bid_intent_hash");
        signed.Integer("auction_version", 0, long.MaxValue);
        fields.Integer("valuation_timestamp_ms", 0, long.MaxValue);
        var command = new LiquidationBid(wallet, liquidated, auction, bid);
        SignedWrite write = signed.Finish(domain, wallet, RateClass.Requests, _ => command);
        return new AuctionBid(write, command, requestId, portfolioHash, positions);
    }

    private static long AuctionId(Fields fields, string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long id)
            ? id
            : throw fields.Wrong("auction_id", "an auction's id, as a string");

    private static BidPosition[] ReadPositions(Fields fields)
    {
        IReadOnlyList<JsonElement> items = fields.Items("positions", 1, MostPositions);
        var positions = new BidPosition[items.Count];
        for (int index = 0; index < positions.Length; index++)
        {
            Fields item = Fields.Of(items[index], fields.PathOf("positions", index));
            positions[index] = new BidPosition(
                SymbolNames.Canonical(item.Text("symbol")),
                new Quantity(item.SmallUnits("quantity", item.Text("quantity"), Quantity.Decimals)),
                new Price(item.SmallUnits("entry_price", item.Text("entry_price"), Price.Decimals)));
            item.Finish();
        }

        return positions;
    }
}

/// <summary>A position as who bids knows it.</summary>
internal readonly record struct BidPosition(string Symbol, Quantity Size, Price EntryPrice);

/// <summary>A bid, with the portfolio that it is for.</summary>
internal sealed record AuctionBid(
    SignedWrite Write,
    LiquidationBid Command,
    string RequestId,
    string PortfolioHash,
    IReadOnlyList<BidPosition> Positions)
{
    /// <summary>True where that portfolio is what the auction sells.</summary>
    public bool IsFor(AuctionReport auction) =>
        auction.Wallet == Command.LiquidatedWallet
        && string.Equals(PortfolioHash, AuctionReads.HashOf(auction), StringComparison.OrdinalIgnoreCase)
        && Positions.ToHashSet().SetEquals(auction.Positions.Select(
            position => new BidPosition(position.Symbol, position.Size, position.EntryPrice)));
}
