namespace Hypercall.Engine.Modules.Fees;

/// <summary>
/// Trading fees per fill and side (engine.md §7): min(rate × size × index, cap × price × size), rounded to 8 decimals
/// half away from zero; a negative rate is a rebate without cap. Where no index price was ever known the cap alone
/// counts, and there is no rebate (risk.md §A3).
/// </summary>
public static class FeeService
{
    /// <summary>Fee in units of 1e-14 USDC, a multiple of 1e-8 USDC; negative for a rebate.</summary>
    /// <param name="ratePpm">Rate of notional, within ±1,000,000.</param>
    /// <param name="capPpm">Cap of premium, 0 to 1,000,000.</param>
    /// <param name="indexPriceUnits">The last index price, or 0 before the first; not used when the rate is 0.</param>
    public static Int128 TradingFeeUnits(
        long ratePpm, long capPpm, long indexPriceUnits, long priceUnits, long sizeUnits)
    {
        if (ratePpm == 0)
            return 0;
        // Of one contract, in ppm: the lesser of the two is that of any size.
        Int128 fee = Cash.NotionalUnits(indexPriceUnits, ratePpm);
        if (ratePpm > 0)
        {
            Int128 cap = Cash.NotionalUnits(priceUnits, capPpm);
            fee = indexPriceUnits == 0 ? cap : Int128.Min(fee, cap);
        }

        return Rounding.PpmToEightDecimals(Cash.Times(fee, sizeUnits));
    }

    /// <summary>
    /// What an order is held to pay for a fill whole at its limit: the larger of maker's and taker's fee, zero where
    /// both are rebates.
    /// </summary>
    internal static Int128 LimitFeeUnits(Underlying underlying, long priceUnits, long sizeUnits)
    {
        FeeRules fees = underlying.Rules.Fees;
        return RoleFeeUnits(underlying, Math.Max(fees.MakerPpm, fees.TakerPpm), priceUnits, sizeUnits);
    }

    /// <summary>The fee of one rate at a price; none where it is a rebate.</summary>
    internal static Int128 RoleFeeUnits(Underlying underlying, long ratePpm, long priceUnits, long sizeUnits) =>
        ratePpm <= 0
            ? 0
            : TradingFeeUnits(
                ratePpm, underlying.Rules.Fees.CapPpm, underlying.IndexPriceUnits, priceUnits, sizeUnits);

    /// <summary>The builder's share of a positive fee, rounded to 8 decimals half away from zero.</summary>
    public static Int128 BuilderShareUnits(long builderPpm, Int128 feeUnits) =>
        Rounding.PpmToEightDecimals(Cash.Times(feeUnits, builderPpm));

    /// <summary>True when a fill in this underlying needs an index price.</summary>
    public static bool NeedsIndexPrice(FeeRules fees) => fees.MakerPpm != 0 || fees.TakerPpm != 0;
}
