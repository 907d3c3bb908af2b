using Hypercall.Engine.Pricing;

namespace Hypercall.Engine.Tests.Greeks;

/// <summary>Functions that the pricing has only in parts, put together as reference tables have them.</summary>
internal static class PricingFunctions
{
    /// <summary>ln(<paramref name="value"/>) of a positive normal number.</summary>
    public static double Log(double value) => DeterministicMath.LogRatio(value, 1);

    /// <summary>Probability of a value at or below <paramref name="x"/>; NaN for NaN.</summary>
    public static double Cumulative(double x)
    {
        double kernel = DeterministicMath.ExpOfMinusHalfSquare(x);
        return x <= 0 ? NormalDistribution.LowerTail(-x, kernel) : 1 - NormalDistribution.LowerTail(x, kernel);
    }

    /// <summary>The density at <paramref name="x"/>.</summary>
    public static double Density(double x) =>
        NormalDistribution.DensityAtZero * DeterministicMath.ExpOfMinusHalfSquare(x);
}
