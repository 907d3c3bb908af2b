namespace Hypercall.Engine.Pricing;

/// <summary>
/// The volatility at which <see cref="BlackScholes"/> gives a price; for tools and reports, the engine itself is told
/// its volatilities. Total: every input has an answer, which is none where no volatility gives the price. The
/// volatility found re-prices the option within 1e-14 × the greater of spot and strike, and is the exact one within
/// what that precision of the price allows. Deterministic like the pricing itself.
/// </summary>
public static class ImpliedVolatility
{
    // Newton's steps need about 10; the rest are halvings, which end within 2^-88 of the first bracket.
    private const int NewtonSteps = 40;
    private const int MaxSteps = 128;
    private const double SquareRootOfTwoPi = 2.5066282746310002;

    /// <summary>The annual volatility as a fraction, or null.</summary>
    /// <param name="price">Price of the option, in the currency of the spot.</param>
    /// <returns>
    /// Null for a price at or below intrinsic value or at or above its limit (the spot for a call, the strike for a
    /// put), and for inputs that <see cref="BlackScholes.TryCompute"/> refuses.
    /// </returns>
    public static double? Solve(OptionType type, double price, double spot, double strike, double years)
    {
        if (!BlackScholes.IsUsable(spot) || !BlackScholes.IsUsable(strike) || !BlackScholes.IsUsable(years))
            return null;
        double lesser = Math.Min(spot, strike);
        double timeValue = price - BlackScholes.Intrinsic(type, spot, strike);
        double rest = lesser - timeValue;
        if (!(timeValue > 0) || !(rest > 0))
            return null;
        double target = timeValue / lesser;
        double complement = rest / lesser;
        if (!BlackScholes.IsUsable(target))
            return null;
        double volatility = SolveTotal(spot / lesser, strike / lesser, target, complement) / Math.Sqrt(years);
        return BlackScholes.IsUsable(volatility) ? volatility : null;
    }

    /// <summary>
    /// σ√T for a time value in units of the lesser price. Newton's method on the logarithm of the time value, or of
    /// what it lacks to its limit, starts at the inflection and is kept in a bracket that every step narrows.
    /// </summary>
    private static double SolveTotal(double spot, double strike, double target, double complement)
    {
        double inflection = Math.Sqrt(2 * DeterministicMath.LogRatio(Math.Max(spot, strike), Math.Min(spot, strike)));
        double low = 0;
        double high = 80 + 2 * inflection;
        double total = Math.Min(Math.Max(inflection, target * SquareRootOfTwoPi), 0.5 * high);
        for (int step = 0; step < MaxSteps; step++)
        {
            double next = Step(spot, strike, total, target, complement, out int side);
            if (side == 0)
                return total;
            if (side > 0)
                high = total;
            else
                low = total;
            bool isNewton = step < NewtonSteps && next > low && next < high;
            if (!isNewton)
                next = 0.5 * (low + high);
            if (Math.Abs(next - total) <= 1e-16 * total)
                return next;
            total = next;
        }

        return total;
    }

    /// <summary>Newton's next point from <paramref name="total"/>; NaN or infinite where there is no slope.</summary>
    /// <param name="spot">In units of the lesser price.</param>
    /// <param name="strike">In units of the lesser price.</param>
    /// <param name="target">Time value sought.</param>
    /// <param name="complement">1 − target, in its own accuracy.</param>
    /// <param name="side">Sign of the time value at the point less the one sought.</param>
    private static double Step(
        double spot, double strike, double total, double target, double complement, out int side)
    {
        var terms = new BlackScholesTerms(spot, strike, total);
        double slope = terms.WeightedDensity;
        bool isUpper = target > 0.5;
        double value = isUpper
            ? terms.NearComplement + terms.FarValue
            : BlackScholesTerms.TimeValue(1, terms.NearProbability, terms.FarValue);
        double sought = isUpper ? complement : target;
        int sign = isUpper ? -1 : 1;
        side = value > sought ? sign : value < sought ? -sign : 0;
        if (!BlackScholes.IsUsable(value))
            return double.NaN;
        return total - sign * DeterministicMath.LogRatio(value, sought) * (value / slope);
    }
}
