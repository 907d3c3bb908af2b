namespace Hypercall.Engine.Domain;

/// <summary>One point of a volatility smile.</summary>
/// <param name="VolatilityUnits">Implied volatility as a fraction, in units of 1e-8 (0.65 is 65,000,000).</param>
public readonly record struct VolatilityPoint(Price Strike, long VolatilityUnits)
{
    /// <summary>Decimals of <see cref="VolatilityUnits"/>.</summary>
    public const int VolatilityDecimals = 8;

    /// <summary>Units of a volatility of 1, i.e. 100 % a year.</summary>
    public const long UnitsPerWhole = 100_000_000;
}
