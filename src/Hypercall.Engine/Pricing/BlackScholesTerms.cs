namespace Hypercall.Engine.Pricing;

/// <summary>
/// What price and greeks share. Options are priced by their time value, which call and put have in common and which is
/// the same when spot and strike change places: with v = σ√T and l = ln(greater / lesser),
/// time value = lesser × N(near) − greater × N(far), near = −l/v + v/2 and far = −l/v − v/2. Since lesser × n(near) =
/// greater × n(far), one exponential serves both. A price is then intrinsic value plus time value, so that parity and
/// price ≥ intrinsic hold by construction and deep options lose no digits.
/// </summary>
internal readonly struct BlackScholesTerms
{
    /// <param name="spot">Positive, normal.</param>
    /// <param name="strike">Positive, normal.</param>
    /// <param name="totalVolatility">σ√T, positive and finite.</param>
    public BlackScholesTerms(double spot, double strike, double totalVolatility)
    {
        SpotIsGreater = spot > strike;
        Lesser = SpotIsGreater ? strike : spot;
        Greater = SpotIsGreater ? spot : strike;
        double distance = DeterministicMath.LogRatio(Greater, Lesser) / totalVolatility;
        double half = 0.5 * totalVolatility;
        Near = half - distance;
        FarDistance = half + distance;
        Kernel = DeterministicMath.ExpOfMinusHalfSquare(Near);
    }

    public bool SpotIsGreater { get; }

    public double Lesser { get; }

    public double Greater { get; }

    /// <summary>The argument of the lesser price: d1 where spot ≤ strike, else −d2.</summary>
    public double Near { get; }

    /// <summary>Minus the argument of the greater price, zero or more: −d2 where spot ≤ strike, else d1.</summary>
    public double FarDistance { get; }

    /// <summary>exp(−near²/2).</summary>
    public double Kernel { get; }

    /// <summary>N(near).</summary>
    public double NearProbability =>
        Near <= 0 ? NormalDistribution.LowerTail(-Near, Kernel) : 1 - NormalDistribution.LowerTail(Near, Kernel);

    /// <summary>1 − N(near), in full accuracy.</summary>
    public double NearComplement =>
        Near <= 0 ? 1 - NormalDistribution.LowerTail(-Near, Kernel) : NormalDistribution.LowerTail(Near, Kernel);

    /// <summary>greater × N(far).</summary>
    public double FarValue => NormalDistribution.ScaledLowerTail(FarDistance, Greater, Lesser * Kernel);

    /// <summary>Spot × n(d1) = strike × n(d2).</summary>
    public double WeightedDensity => Lesser * Kernel * NormalDistribution.DensityAtZero;

    /// <summary>The price above intrinsic value: 0 to the lesser of spot and strike.</summary>
    public static double TimeValue(double lesser, double nearProbability, double farValue)
    {
        double value = lesser * nearProbability - farValue;
        return value > 0 ? value : 0;
    }
}
