namespace Hypercall.Engine.Modules.Liquidation;

/// <summary>What is asked for a portfolio.</summary>
/// <param name="AskedUnits">The marks less the discount; negative: the bidder is paid.</param>
/// <param name="DiscountUnits">What moves from the liquidated wallet to the bidder beside the marks.</param>
internal readonly record struct AuctionPrice(Int128 AskedUnits, Int128 DiscountUnits);

/// <summary>Prices of auctions at the engine's present.</summary>
internal sealed class AuctionPrices(EngineState state, MarginCalculator margin, HeldPortfolio portfolio)
{
    private readonly List<HeldOption> _held = [];

    /// <summary>Whether anybody could be paid for taking a portfolio over.</summary>
    public bool IsWorthwhile(WalletAccount wallet)
    {
        Int128 equity = margin.OwnEquityUnits(wallet);
        return equity > 0 || equity + FundShareUnits > 0;
    }

    /// <summary>What is asked for a wallet's portfolio in an auction that began at an instant.</summary>
    public AuctionPrice Of(WalletAccount wallet, long startedAtMs)
    {
        LiquidationRules rules = state.Rules.Liquidation;
        portfolio.List(wallet, _held);
        Int128 amount = AuctionMath.BaseUnits(
            rules, portfolio.RiskUnits(wallet, _held), HeldPortfolio.GrossUnits(_held));
        long reached = AuctionMath.ReachedPpm(rules, state.TimestampMs - startedAtMs);
        Int128 discount = AuctionMath.DiscountUnits(
            rules, reached, amount, margin.OwnEquityUnits(wallet), FundShareUnits);
        return new AuctionPrice(HeldPortfolio.NetUnits(_held) - discount, discount);
    }

    private Int128 FundShareUnits =>
        AuctionMath.FundShareUnits(state.Rules.Liquidation, state.Ledger.InsuranceUnits);
}
