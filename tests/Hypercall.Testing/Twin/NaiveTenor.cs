using Hypercall.Engine.Pricing;

namespace Hypercall.Testing.Twin;

/// <summary>How much of a scenario's move of volatility reaches an option of a time to expiry (risk.md A4).</summary>
internal static class NaiveTenor
{
    private const long DayMs = 86_400_000;

    public static long FactorPpm(VolTenorRules? rules, long timeMs)
    {
        if (rules is null)
            return 1_000_000;
        double reference = rules.ReferenceDays * (double)DayMs;
        double logarithm = DeterministicMath.LogRatio(reference, Math.Max(timeMs, DayMs));
        double factor = DeterministicMath.Exp(rules.PowerPpm / 1e6 * logarithm);
        long rounded = (long)Math.Round(factor * 1e6, MidpointRounding.AwayFromZero);
        return Math.Clamp(rounded, rules.MinPpm, rules.MaxPpm);
    }
}
