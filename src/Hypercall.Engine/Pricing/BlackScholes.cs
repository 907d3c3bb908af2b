namespace Hypercall.Engine.Pricing;

/// <summary>
/// Black-Scholes at rate 0 (engine.md §8), called for marks, market-maker protection and margin. Pure and
/// deterministic: the same inputs give the same bits on every machine (<see cref="DeterministicMath"/>). In units of
/// spot = 1, for spot / strike in [0.01, 100] and σ√T in [1e-4, 12], price, delta, vega, gamma × spot × σ√T and theta
/// are within 1e-12 of the exact value. Inputs that have no value give false, and callers fail closed.
/// </summary>
public static class BlackScholes
{
    /// <summary>Length of a year.</summary>
    public const double DaysPerYear = 365.25;

    /// <summary>Length of a year in milliseconds.</summary>
    public const double MillisecondsPerYear = DaysPerYear * CalendarDate.MillisecondsPerDay;

    private const double VolatilityPoint = 0.01;

    /// <summary>Years of 365.25 days from now to expiry; negative once it has passed.</summary>
    public static double YearsUntil(long expiryMs, long nowMs) =>
        ((double)expiryMs - (double)nowMs) / MillisecondsPerYear;

    /// <summary>Price and greeks of one contract.</summary>
    /// <param name="volatility">Annual volatility as a fraction.</param>
    /// <param name="greeks">All zero when there is no value.</param>
    /// <returns>
    /// False when an input is zero or less, subnormal, infinite or not a number, or a result leaves the range of
    /// finite doubles.
    /// </returns>
    public static bool TryCompute(
        OptionType type, double spot, double strike, double years, double volatility, out OptionGreeks greeks)
    {
        greeks = default;
        if (!TryTotalVolatility(spot, strike, years, volatility, out double rootYears, out double total))
            return false;
        var terms = new BlackScholesTerms(spot, strike, total);
        double nearProbability = terms.NearProbability;
        double farValue = terms.FarValue;
        double density = terms.WeightedDensity;
        var result = new OptionGreeks(
            Intrinsic(type, spot, strike) + BlackScholesTerms.TimeValue(terms.Lesser, nearProbability, farValue),
            Delta(type, terms, nearProbability, farValue),
            density / spot / (spot * total),
            density * rootYears * VolatilityPoint,
            -0.5 * (density * (volatility / rootYears)) / DaysPerYear);
        if (!double.IsFinite(result.Gamma) || !double.IsFinite(result.Vega) || !double.IsFinite(result.Theta))
            return false;
        greeks = result;
        return true;
    }

    /// <summary>
    /// The price alone, bit for bit that of <see cref="TryCompute"/> and cheaper; margin needs no more.
    /// </summary>
    public static bool TryPrice(
        OptionType type, double spot, double strike, double years, double volatility, out double price)
    {
        price = 0;
        if (!TryTotalVolatility(spot, strike, years, volatility, out _, out double total))
            return false;
        var terms = new BlackScholesTerms(spot, strike, total);
        price = Intrinsic(type, spot, strike)
            + BlackScholesTerms.TimeValue(terms.Lesser, terms.NearProbability, terms.FarValue);
        return true;
    }

    /// <summary>Value at expiry.</summary>
    private static double Intrinsic(OptionType type, double spot, double strike)
    {
        double difference = type == OptionType.Call ? spot - strike : strike - spot;
        return difference > 0 ? difference : 0;
    }

    /// <summary>True for positive finite numbers of full precision.</summary>
    private static bool IsUsable(double value) =>
        value >= DeterministicMath.SmallestNormal && value <= double.MaxValue;

    private static bool TryTotalVolatility(
        double spot, double strike, double years, double volatility, out double rootYears, out double total)
    {
        rootYears = Math.Sqrt(years);
        total = volatility * rootYears;
        return IsUsable(spot) && IsUsable(strike) && IsUsable(years) && IsUsable(volatility) && IsUsable(total);
    }

    /// <summary>N(d1) or N(d1) − 1, each from the tail that is small, so that neither loses digits.</summary>
    private static double Delta(OptionType type, in BlackScholesTerms terms, double nearProbability, double farValue)
    {
        bool isCall = type == OptionType.Call;
        if (!terms.SpotIsGreater)
            return isCall ? nearProbability : -terms.NearComplement;
        double tail = farValue / terms.Greater;
        return isCall ? 1 - tail : -tail;
    }
}
