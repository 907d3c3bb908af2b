namespace Hypercall.Engine.Shapes;

/// <summary>One point of a volatility smile.</summary>
internal readonly struct VolatilityPointShape : IShape<VolatilityPoint>
{
    public static VolatilityPoint Blank => default;

    public static int LeastBytes => 16;

    public static VolatilityPoint Walk<V>(ref V v, in VolatilityPoint point)
        where V : struct, IFields, allows ref struct =>
        new(
            v.Price("strike", point.Strike),
            v.Units("iv", point.VolatilityUnits, VolatilityPoint.VolatilityDecimals));
}

/// <summary>A settlement pool's configuration, in its command as in the state.</summary>
internal readonly struct SettlementPoolShape : IShape<SettlementPoolConfig>
{
    public static SettlementPoolConfig Blank => default;

    public static int LeastBytes => 60;

    public static SettlementPoolConfig Walk<V>(ref V v, in SettlementPoolConfig config)
        where V : struct, IFields, allows ref struct => new(
            Fraction(ref v, "targetShortOiNotionalMultiplier", config.TargetShortOiNotionalMultiplier),
            Fraction(ref v, "utilizationKink", config.UtilizationKink),
            Fraction(ref v, "aprAtKink", config.AprAtKink),
            Fraction(ref v, "maxApr", config.MaxApr),
            Fraction(ref v, "normalUtilizationCap", config.NormalUtilizationCap),
            Fraction(ref v, "crisisUtilizationCap", config.CrisisUtilizationCap),
            v.Int64("bridgeWindowMs", config.BridgeWindowMs),
            v.UInt32("policyVersion", config.PolicyVersion));

    private static long Fraction<V>(ref V v, string name, long units)
        where V : struct, IFields, allows ref struct =>
        v.Units(name, units, SettlementPoolConfig.FractionDecimals);
}
