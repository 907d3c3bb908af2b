namespace Hypercall.Engine.Domain;

/// <summary>
/// Configuration of the portfolio-margin settlement pool (members of the original's PmSettlementPoolConfig).
/// </summary>
/// <param name="TargetShortOiNotionalMultiplier">In units of 1e-8.</param>
/// <param name="UtilizationKink">Fraction in units of 1e-8.</param>
/// <param name="AprAtKink">Fraction in units of 1e-8.</param>
/// <param name="MaxApr">Fraction in units of 1e-8.</param>
/// <param name="NormalUtilizationCap">Fraction in units of 1e-8.</param>
/// <param name="CrisisUtilizationCap">Fraction in units of 1e-8.</param>
/// <param name="BridgeWindowMs">Milliseconds.</param>
/// <param name="PolicyVersion">Not zero.</param>
public readonly record struct SettlementPoolConfig(
    long TargetShortOiNotionalMultiplier,
    long UtilizationKink,
    long AprAtKink,
    long MaxApr,
    long NormalUtilizationCap,
    long CrisisUtilizationCap,
    long BridgeWindowMs,
    uint PolicyVersion)
{
    /// <summary>Decimals of the fractions.</summary>
    public const int FractionDecimals = 8;
}
