using Hypercall.Engine.Numerics;
using Hypercall.Engine.Rules;

namespace Hypercall.Engine.Fees;

/// <summary>
/// Trading fees per fill and side (engine.md §7): min(rate × size × index, cap × price × size), rounded to 8 decimals
/// half away from zero; a negative rate is a rebate without cap.
/// </summary>
public static class FeeService
{
    /// <summary>Fee in units of 1e-14 USDC, a multiple of 1e-8 USDC; negative for a rebate.</summary>
    /// <param name="ratePpm">Rate of notional, within ±1,000,000.</param>
    /// <param name="capPpm">Cap of premium, 0 to 1,000,000.</param>
    /// <param name="indexPriceUnits">Index price; not used when the rate is 0.</param>
    /// <param name="priceUnits">Fill price.</param>
    /// <param name="sizeUnits">Fill size.</param>
    public static Int128 TradingFeeUnits(
        long ratePpm, long capPpm, long indexPriceUnits, long priceUnits, long sizeUnits)
    {
        if (ratePpm == 0)
            return 0;
        Int128 fee = ratePpm * Cash.NotionalUnits(indexPriceUnits, sizeUnits);
        if (ratePpm > 0)
            fee = Int128.Min(fee, capPpm * Cash.NotionalUnits(priceUnits, sizeUnits));
        return Rounding.PpmToEightDecimals(fee);
    }

    /// <summary>The builder's share of a positive fee, rounded to 8 decimals half away from zero.</summary>
    public static Int128 BuilderShareUnits(long builderPpm, Int128 feeUnits) => Rounding.PpmToEightDecimals(builderPpm * feeUnits);

    /// <summary>True when a fill in this underlying needs an index price.</summary>
    public static bool NeedsIndexPrice(FeeRules fees) => fees.MakerPpm != 0 || fees.TakerPpm != 0;
}
