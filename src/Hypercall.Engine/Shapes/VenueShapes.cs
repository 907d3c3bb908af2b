namespace Hypercall.Engine.Shapes;

/// <summary>One point of a volatility smile.</summary>
internal readonly struct VolatilityPointShape : IShape<VolatilityPoint>
{
    public static int LeastBytes => 16;

    static VolatilityPoint IShape<VolatilityPoint>.Walk<V>(ref V v, in VolatilityPoint point) => new(
        v.Price("strike", point.Strike), v.Units("iv", point.VolatilityUnits, VolatilityPoint.VolatilityDecimals));
}

/// <summary>A settlement pool's configuration, in its command as in the state.</summary>
internal readonly struct SettlementPoolShape : IShape<SettlementPoolConfig>
{
    private const int Decimals = SettlementPoolConfig.FractionDecimals;

    static SettlementPoolConfig IShape<SettlementPoolConfig>.Walk<V>(ref V v, in SettlementPoolConfig config) => new(
        v.Units("targetShortOiNotionalMultiplier", config.TargetShortOiNotionalMultiplier, Decimals),
        v.Units("utilizationKink", config.UtilizationKink, Decimals),
        v.Units("aprAtKink", config.AprAtKink, Decimals),
        v.Units("maxApr", config.MaxApr, Decimals),
        v.Units("normalUtilizationCap", config.NormalUtilizationCap, Decimals),
        v.Units("crisisUtilizationCap", config.CrisisUtilizationCap, Decimals),
        v.Int64("bridgeWindowMs", config.BridgeWindowMs),
        v.UInt32("policyVersion", config.PolicyVersion));
}
