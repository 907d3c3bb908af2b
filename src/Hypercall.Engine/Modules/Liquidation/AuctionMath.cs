namespace Hypercall.Engine.Modules.Liquidation;

/// <summary>The arithmetic of auctions (risk.md §B3): integers, each product rounded once to 8 decimals.</summary>
internal static class AuctionMath
{
    /// <summary>The part of the discount that is there so long after the start, in ppm, rounded down.</summary>
    public static long ReachedPpm(LiquidationRules rules, long elapsedMs) => elapsedMs >= rules.AuctionMs
        ? Rounding.PpmUnit
        : rules.AuctionStartPpm + (Rounding.PpmUnit - rules.AuctionStartPpm) * elapsedMs / rules.AuctionMs;

    /// <summary>What one liquidation may use up of the insurance fund, rounded down.</summary>
    public static Int128 FundShareUnits(LiquidationRules rules, Int128 fundUnits) =>
        Rounding.DownToEightDecimals(fundUnits * rules.InsuranceSharePpm / Rounding.PpmUnit);

    /// <summary>What the discount is a part of.</summary>
    /// <param name="riskUnits">Maintenance margin, without marks in standard mode.</param>
    /// <param name="grossUnits">Σ mark × contracts without signs.</param>
    public static Int128 BaseUnits(LiquidationRules rules, Int128 riskUnits, Int128 grossUnits) =>
        Int128.Max(riskUnits, Rounding.PpmOfCash(grossUnits, rules.AuctionMinPpm));

    /// <summary>
    /// What the bidder gets for taking the risk over: at most own equity where there is any, else what the insurance
    /// fund may add to it.
    /// </summary>
    public static Int128 DiscountUnits(
        LiquidationRules rules, long reachedPpm, Int128 baseUnits, Int128 equityUnits, Int128 fundShareUnits)
    {
        Int128 wanted = Rounding.PpmOfCash(baseUnits, reachedPpm);
        if (equityUnits > 0)
            return Int128.Min(wanted, equityUnits);
        Int128 ofFund = Rounding.PpmOfCash(baseUnits, rules.FundBonusPpm);
        return Int128.Min(wanted, Int128.Min(equityUnits + fundShareUnits, ofFund));
    }
}
