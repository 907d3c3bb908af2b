namespace Hypercall.Testing.Twin;

/// <summary>
/// The twin's own arithmetic, in integers without bounds, so that nothing here can share the engine's slips.
/// </summary>
internal static class NaiveMath
{
    public static readonly BigInteger PricePerUsdc = BigInteger.Pow(10, 8);
    public static readonly BigInteger QuantityPerContract = BigInteger.Pow(10, 6);
    public static readonly BigInteger CashPerUsdc = BigInteger.Pow(10, 14);
    public static readonly BigInteger CashPerEightDecimals = BigInteger.Pow(10, 6);
    public static readonly BigInteger PartsPerMillion = BigInteger.Pow(10, 6);

    /// <summary>Largest price: 1e9 USDC.</summary>
    public static readonly BigInteger MaxPrice = BigInteger.Pow(10, 9) * PricePerUsdc;

    /// <summary>Largest |position| + open size + size: 1e9 contracts.</summary>
    public static readonly BigInteger MaxExposure = BigInteger.Pow(10, 9) * QuantityPerContract;

    /// <summary>Largest sum of open orders of an instrument: 9,000 of the largest.</summary>
    public static readonly BigInteger MaxOpen = 9_000 * MaxExposure;

    /// <summary>Largest sum of deposits: 1e15 USDC.</summary>
    public static readonly BigInteger MaxDeposits = BigInteger.Pow(10, 15) * CashPerUsdc;

    /// <summary>Most cash, either sign, with which a wallet trades without margin: 1e18 USDC.</summary>
    public static readonly BigInteger MaxUnmarginedCash = BigInteger.Pow(10, 18) * CashPerUsdc;

    /// <summary>value / divisor to the nearest integer, midpoint away from zero; the divisor is above zero.</summary>
    public static BigInteger DivideRounded(BigInteger value, BigInteger divisor)
    {
        BigInteger magnitude = (2 * BigInteger.Abs(value) + divisor) / (2 * divisor);
        return value < 0 ? -magnitude : magnitude;
    }

    /// <summary>value / divisor rounded up; both are zero or more, the divisor above zero.</summary>
    public static BigInteger CeilingOf(BigInteger value, BigInteger divisor) => (value + divisor - 1) / divisor;

    /// <summary>The amount of cash of 8 decimals not above an amount that is zero or more.</summary>
    public static BigInteger EightDecimalsDown(BigInteger value) => value / CashPerEightDecimals * CashPerEightDecimals;

    /// <summary>value / divisor to the nearest amount of cash of 8 decimals.</summary>
    public static BigInteger EightDecimals(BigInteger value, BigInteger divisor) =>
        DivideRounded(value, divisor * CashPerEightDecimals) * CashPerEightDecimals;

    /// <summary>The nearest amount of cash of 8 decimals to so many USDC.</summary>
    public static BigInteger EightDecimals(double usdc)
    {
        BigInteger units = new(Math.Round(usdc * (double)PricePerUsdc, MidpointRounding.AwayFromZero));
        return units * CashPerEightDecimals;
    }

    /// <summary>
    /// Fee of a trade or a settlement in cash of 8 decimals: the lesser of the rate on the notional and the cap on the
    /// premium; a negative rate has no cap.
    /// </summary>
    public static BigInteger Fee(
        BigInteger ratePpm, BigInteger capPpm, BigInteger index, BigInteger price, BigInteger size)
    {
        BigInteger exact = ratePpm * size * index;
        if (ratePpm >= 0)
            exact = BigInteger.Min(exact, capPpm * price * size);
        return EightDecimals(exact, PartsPerMillion);
    }

    /// <summary>Digits of a price without leading and trailing zeros.</summary>
    public static int SignificantFigures(long priceUnits) => $"{priceUnits}".Trim('0').Length;
}
