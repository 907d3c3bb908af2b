using System.Globalization;
using System.Text.Json;
using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
using Hypercall.Engine.State;
using Hypercall.Gateway.Limits;
using Hypercall.Gateway.Reads;
using Hypercall.Gateway.Requests;
using Hypercall.Gateway.Signing;

namespace Hypercall.Gateway.Writes;

/// <summary>Reads the body of a bid for a portfolio that is auctioned (gateway.md §12).</summary>
/// <param name="domain">What it is signed in.</param>
internal sealed class AuctionWrites(SigningDomain domain)
{
    private const int MostPositions = 1_000;

    public AuctionBid Bid(Fields fields)
    {
        WalletAddress wallet = fields.Wallet("wallet");
        WalletAddress liquidated = fields.Wallet("liquidated_wallet");
        string requestId = fields.Text("request_id");
        string auction = fields.Text("auction_id");
        string bid = fields.Text("bid_usdc");
        BidPosition[] positions = ReadPositions(fields);
        string portfolioHash = fields.Text("portfolio_hash");
        string termsHash = fields.Text("auction_terms_hash");
        long version = fields.Integer("auction_version", 0, long.MaxValue);
        fields.Integer("valuation_timestamp_ms", 0, long.MaxValue);
        string intentHash = fields.Text("bid_intent_hash");
        long nonce = SignatureFields.ReadNonce(fields);
        var command = new LiquidationBid(
            wallet, liquidated, AuctionId(fields, auction), new Cash(fields.Units("bid_usdc", bid, Cash.Decimals)));
        var signed = new StructHash(SignedTypes.StandardMarginLiquidationOrder);
        signed.Add(wallet);
        signed.Add(liquidated);
        foreach (string text in (string[])[requestId, auction, bid, portfolioHash, termsHash, intentHash])
            signed.Add(text);
        signed.Add(version);
        SignedWrite write = SignatureFields.Finish(
            domain, fields, ref signed, wallet, nonce, RateClass.Requests, _ => command);
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
