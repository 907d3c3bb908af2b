using Hypercall.Engine.Domain;

namespace Hypercall.Engine.Shapes;

/// <summary>One point of a volatility smile.</summary>
internal readonly struct VolatilityPointShape : IShape<VolatilityPoint>
{
    public static VolatilityPoint Blank => default;

    public static int LeastBytes => 16;

    public static VolatilityPoint Walk<V>(ref V v, in VolatilityPoint point)
        where V : struct, IFields, allows ref struct =>
        new(v.Price("strike", point.Strike), v.Int64("iv", point.VolatilityUnits));
}

/// <summary>A settlement pool's configuration, in its command as in the state.</summary>
internal readonly struct SettlementPoolShape : IShape<SettlementPoolConfig>
{
    public static SettlementPoolConfig Blank => default;

    public static int LeastBytes => 60;

    public static SettlementPoolConfig Walk<V>(ref V v, in SettlementPoolConfig config)
        where V : struct, IFields, allows ref struct => new(
            v.Int64("targetShortOiNotionalMultiplier", config.TargetShortOiNotionalMultiplier),
            v.Int64("utilizationKink", config.UtilizationKink),
            v.Int64("aprAtKink", config.AprAtKink),
            v.Int64("maxApr", config.MaxApr),
            v.Int64("normalUtilizationCap", config.NormalUtilizationCap),
            v.Int64("crisisUtilizationCap", config.CrisisUtilizationCap),
            v.Int64("bridgeWindowMs", config.BridgeWindowMs),
            v.UInt32("policyVersion", config.PolicyVersion));
}
