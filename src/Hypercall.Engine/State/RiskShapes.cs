namespace Hypercall.Engine.State;

/// <summary>The layout of a wallet under the scenario grid.</summary>
internal readonly struct RiskShape : IShape<RiskView>
{
    public static RiskView Blank { get; } = new(default, default, MarginShape.Blank, []);

    static RiskView IShape<RiskView>.Walk<V>(ref V v, in RiskView risk) => new(
        v.Address("wallet", risk.Wallet),
        v.Enum("mode", risk.Mode, MarginMode.Portfolio),
        v.Part<MarginView, MarginShape>("margin", risk.Margin),
        v.Items<UnderlyingRiskView, UnderlyingRiskShape>("underlyings", [.. risk.Underlyings]));
}

internal readonly struct MarginShape : IShape<MarginView>
{
    public static MarginView Blank { get; } = new(null, null, null, null, null);

    static MarginView IShape<MarginView>.Walk<V>(ref V v, in MarginView margin) => new(
        v.Optional("equity", margin.Equity),
        v.Optional("initialMargin", margin.InitialMargin),
        v.Optional("maintenanceMargin", margin.MaintenanceMargin),
        v.Optional("available", margin.Available),
        v.Has("worstScenario", margin.WorstScenario is not null)
            ? new WorstScenarios(v.Items<KeyValuePair<string, string?>, WorstShape>(
                "worstScenario", [.. margin.WorstScenario ?? WorstShape.None]))
            : null)
    {
        Split = v.OptionalPart<V, MarginSplit, SplitShape>("split", margin.Split),
    };
}

internal readonly struct SplitShape : IShape<MarginSplit>
{
    static MarginSplit IShape<MarginSplit>.Walk<V>(ref V v, in MarginSplit split) => new(
        v.Cash("positions", split.Positions),
        v.Cash("openOrders", split.OpenOrders),
        v.Cash("reservedPremium", split.ReservedPremium));
}

internal readonly struct WorstShape : IShape<KeyValuePair<string, string?>>
{
    public static WorstScenarios None { get; } = new([]);

    public static KeyValuePair<string, string?> Blank => KeyValuePair.Create<string, string?>("", null);

    public static int LeastBytes => 2;

    static KeyValuePair<string, string?> IShape<KeyValuePair<string, string?>>.Walk<V>(
        ref V v, in KeyValuePair<string, string?> worst) => KeyValuePair.Create(
        v.Text("underlying", worst.Key, 0, TextLimits.MaxSymbolBytes),
        v.Optional("scenario", worst.Value, TextLimits.MaxScenarioIdBytes));
}

internal readonly struct UnderlyingRiskShape : IShape<UnderlyingRiskView>
{
    public static UnderlyingRiskView Blank { get; } = new("", false, [], null, default, default, default, default, []);

    static UnderlyingRiskView IShape<UnderlyingRiskView>.Walk<V>(ref V v, in UnderlyingRiskView risk) => new(
        v.Text("underlying", risk.Underlying, 0, TextLimits.MaxSymbolBytes),
        v.Boolean("current", risk.HasCurrentMarks),
        v.Items<ScenarioView, ScenarioViewShape>("scenarios", [.. risk.Scenarios]),
        v.Optional("worst", risk.WorstScenario, TextLimits.MaxScenarioIdBytes),
        v.Cash("scan", risk.ScanRisk),
        v.Cash("floor", risk.Floor),
        v.Cash("gamma", risk.Gamma),
        v.Cash("requirement", risk.Requirement),
        v.Items<RiskLegView, RiskLegShape>("legs", [.. risk.Legs]));
}

internal readonly struct ScenarioViewShape : IShape<ScenarioView>
{
    public static ScenarioView Blank { get; } = new("", 0, 0, 0, default, default);

    public static int LeastBytes => 57;

    static ScenarioView IShape<ScenarioView>.Walk<V>(ref V v, in ScenarioView scenario) => new(
        v.Text("id", scenario.Id, 0, TextLimits.MaxScenarioIdBytes),
        v.Int64("spotPpm", scenario.SpotPpm),
        v.Int64("volPpm", scenario.VolPpm),
        v.Int64("weightPpm", scenario.WeightPpm),
        v.Cash("pnl", scenario.Pnl),
        v.Cash("weighted", scenario.Weighted));
}

internal readonly struct RiskLegShape : IShape<RiskLegView>
{
    public static RiskLegView Blank { get; } = new("", default, default, []);

    static RiskLegView IShape<RiskLegView>.Walk<V>(ref V v, in RiskLegView leg) => new(
        v.Symbol(leg.Symbol),
        v.Quantity("size", leg.Size),
        v.Cash("value", leg.Value),
        v.Items<Cash, CashShape>("pnls", [.. leg.Pnls]));
}

internal readonly struct CashShape : IShape<Cash>
{
    public static int LeastBytes => 16;

    static Cash IShape<Cash>.Walk<V>(ref V v, in Cash cash) => v.Cash("cash", cash);
}
