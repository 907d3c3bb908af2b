using Hypercall.Engine.Pricing;

namespace Hypercall.Engine.Modules.Margin;

/// <summary>
/// How much of a scenario's move of volatility reaches an option (risk.md §A4): near expiries move more than far ones.
/// The factor is rounded to whole ppm, so that it is the same number on every machine and in every implementation.
/// </summary>
internal static class VolatilityTenor
{
    private const double PpmUnit = Rounding.PpmUnit;

    /// <summary>The factor in ppm: (reference days / time to expiry)^power within its bounds.</summary>
    /// <param name="tenor">Null: every time to expiry moves alike.</param>
    /// <param name="remainingMs">Time to expiry; less than a day counts as one.</param>
    public static long FactorPpm(VolTenorRules? tenor, long remainingMs)
    {
        if (tenor is null)
            return (long)PpmUnit;
        long remaining = Math.Max(remainingMs, CalendarDate.MillisecondsPerDay);
        double logarithm = DeterministicMath.LogRatio(tenor.ReferenceDays * CalendarDate.MillisecondsPerDay, remaining);
        double factor = DeterministicMath.Exp(tenor.PowerPpm / PpmUnit * logarithm);
        return Math.Clamp(ToWhole(factor * PpmUnit), tenor.MinPpm, tenor.MaxPpm);
    }

    /// <summary>To the nearest whole, half away from zero; zero or more and far below 2^63.</summary>
    private static long ToWhole(double value)
    {
        long whole = unchecked((long)value);
        return value - whole >= 0.5 ? whole + 1 : whole;
    }
}
