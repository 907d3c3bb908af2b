namespace Hypercall.Engine.Pricing;

/// <summary>
/// Mark price and greeks of one contract as the engine uses them: integers of 8 decimals (engine.md §9),
/// rounded half away from zero. Taken at a fill by market-maker protection and for marks by margin; always the same
/// integers for the same integers.
/// </summary>
/// <param name="MarkUnits">Mark price in units of 1e-8 USDC.</param>
/// <param name="DeltaUnits">Delta in units of 1e-8.</param>
/// <param name="GammaUnits">Gamma per USDC in units of 1e-8.</param>
/// <param name="VegaUnits">Vega per point of volatility in units of 1e-8 USDC.</param>
/// <param name="ThetaUnits">Theta per day in units of 1e-8 USDC.</param>
public readonly record struct FillGreeks(
    long MarkUnits, long DeltaUnits, long GammaUnits, long VegaUnits, long ThetaUnits)
{
    /// <summary>The greeks at a volatility as <see cref="VolatilitySurface"/> gives it.</summary>
    /// <returns>False at or after expiry and where index price, strike or volatility are zero or less.</returns>
    public static bool TryCompute(
        OptionType type, long indexUnits, long strikeUnits, double volatility, long expiryMs, long nowMs,
        out FillGreeks greeks)
    {
        double years = BlackScholes.YearsUntil(expiryMs, nowMs);
        if (!BlackScholes.TryCompute(
            type, DecimalUnits.ToDouble(indexUnits), DecimalUnits.ToDouble(strikeUnits), years, volatility,
            out OptionGreeks exact))
        {
            greeks = default;
            return false;
        }

        greeks = new FillGreeks(
            DecimalUnits.FromDouble(exact.Price),
            DecimalUnits.FromDouble(exact.Delta),
            DecimalUnits.FromDouble(exact.Gamma),
            DecimalUnits.FromDouble(exact.Vega),
            DecimalUnits.FromDouble(exact.Theta));
        return true;
    }
}
