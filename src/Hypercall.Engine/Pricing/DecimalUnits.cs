namespace Hypercall.Engine.Pricing;

/// <summary>
/// The boundary between the engine's integers and the doubles of the pricing functions; nothing else converts. Going
/// in, the double nearest to the decimal; coming out, 8 decimals, half away from zero.
/// </summary>
internal static class DecimalUnits
{
    private const double UnitsPerOne = Price.UnitsPerUsdc;

    // Doubles from here on are integers.
    private const double SmallestWithoutFraction = 4_503_599_627_370_496;
    private const double FirstBeyondLong = 9_223_372_036_854_775_808;

    /// <summary>The value of units of 1e-8.</summary>
    public static double ToDouble(long units) => units / UnitsPerOne;

    /// <summary>
    /// An amount of USDC in units of cash, on the grid of 8 decimals: sums over positions leave 64 bits.
    /// </summary>
    /// <param name="value">Finite, below 1e24.</param>
    public static Int128 ToCashUnits(double value)
    {
        double scaled = value * UnitsPerOne;
        return Math.Abs(scaled) < SmallestWithoutFraction
            ? Cash.NotionalUnits(FromDouble(value), Cash.UnitsPerRoundedUnit)
            : (Int128)scaled * Cash.UnitsPerRoundedUnit;
    }

    /// <summary>
    /// Units of 1e-8. A value beyond 64 bits gives the largest or smallest unit: prices up to 1e9 and their deltas
    /// and vegas always fit, but gamma and theta have no bound as an at-the-money option nears its expiry.
    /// </summary>
    /// <param name="value">Any number but NaN.</param>
    public static long FromDouble(double value)
    {
        double scaled = value * UnitsPerOne;
        if (scaled >= FirstBeyondLong)
            return long.MaxValue;
        if (scaled <= -FirstBeyondLong)
            return long.MinValue;
        long whole = unchecked((long)scaled);
        if (Math.Abs(scaled) >= SmallestWithoutFraction)
            return whole;
        double fraction = scaled - whole;
        return fraction >= 0.5 ? whole + 1 : fraction <= -0.5 ? whole - 1 : whole;
    }
}
