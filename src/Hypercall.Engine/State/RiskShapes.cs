using Hypercall.Engine.Domain;
using Hypercall.Engine.Shapes;

namespace Hypercall.Engine.State;

/// <summary>The layout of a wallet under the scenario grid.</summary>
internal readonly struct RiskShape : IShape<RiskView>
{
    public static RiskView Blank { get; } = new(default, default, MarginShape.Blank, []);

    public static RiskView Walk<V>(ref V v, in RiskView risk)
        where V : struct, IFields, allows ref struct => new(
            v.Address("wallet", risk.Wallet),
            v.Enum("mode", risk.Mode, MarginMode.Portfolio),
            v.Part<MarginView, MarginShape>("margin", risk.Margin),
            v.Items<UnderlyingRiskView, UnderlyingRiskShape>("underlyings", [.. risk.Underlyings]));
}

internal readonly struct MarginShape : IShape<MarginView>
{
    public static MarginView Blank { get; } = new(null, null, null, null, null);

    public static MarginView Walk<V>(ref V v, in MarginView margin)
        where V : struct, IFields, allows ref struct => new(
            AnswerShapes.Optional(ref v, "equity", margin.Equity),
            AnswerShapes.Optional(ref v, "initialMargin", margin.InitialMargin),
            AnswerShapes.Optional(ref v, "maintenanceMargin", margin.MaintenanceMargin),
            AnswerShapes.Optional(ref v, "available", margin.Available),
            v.Has("worstScenario", margin.WorstScenario is not null)
                ? new WorstScenarios(v.Items<KeyValuePair<string, string?>, WorstShape>(
                    "worstScenario", [.. margin.WorstScenario ?? WorstShape.None]))
                : null)
        {
            Split = v.Has("split", margin.Split.HasValue)
                ? v.Part<MarginSplit, SplitShape>("split", margin.Split.GetValueOrDefault())
                : null,
        };
}

internal readonly struct SplitShape : IShape<MarginSplit>
{
    public static MarginSplit Blank => default;

    public static int LeastBytes => 48;

    public static MarginSplit Walk<V>(ref V v, in MarginSplit split)
        where V : struct, IFields, allows ref struct => new(
            v.Cash("positions", split.Positions),
            v.Cash("openOrders", split.OpenOrders),
            v.Cash("reservedPremium", split.ReservedPremium));
}

internal readonly struct WorstShape : IShape<KeyValuePair<string, string?>>
{
    public static WorstScenarios None { get; } = new([]);

    public static KeyValuePair<string, string?> Blank => KeyValuePair.Create<string, string?>("", null);

    public static int LeastBytes => 2;

    public static KeyValuePair<string, string?> Walk<V>(ref V v, in KeyValuePair<string, string?> worst)
        where V : struct, IFields, allows ref struct => KeyValuePair.Create(
            v.Text("underlying", worst.Key, 0, TextLimits.MaxSymbolBytes),
            AnswerShapes.Optional(ref v, "scenario", worst.Value, TextLimits.MaxScenarioIdBytes));
}

internal readonly struct UnderlyingRiskShape : IShape<UnderlyingRiskView>
{
    public static UnderlyingRiskView Blank { get; } = new("", false, [], null, default, default, default, default, []);

    public static UnderlyingRiskView Walk<V>(ref V v, in UnderlyingRiskView risk)
        where V : struct, IFields, allows ref struct => new(
            v.Text("underlying", risk.Underlying, 0, TextLimits.MaxSymbolBytes),
            v.Boolean("current", risk.HasCurrentMarks),
            v.Items<ScenarioView, ScenarioViewShape>("scenarios", [.. risk.Scenarios]),
            AnswerShapes.Optional(ref v, "worst", risk.WorstScenario, TextLimits.MaxScenarioIdBytes),
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

    public static ScenarioView Walk<V>(ref V v, in ScenarioView scenario)
        where V : struct, IFields, allows ref struct => new(
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

    public static RiskLegView Walk<V>(ref V v, in RiskLegView leg)
        where V : struct, IFields, allows ref struct => new(
            AnswerShapes.Symbol(ref v, leg.Symbol),
            v.Quantity("size", leg.Size),
            v.Cash("value", leg.Value),
            v.Items<Cash, CashShape>("pnls", [.. leg.Pnls]));
}

internal readonly struct CashShape : IShape<Cash>
{
    public static Cash Blank => default;

    public static int LeastBytes => 16;

    public static Cash Walk<V>(ref V v, in Cash cash)
        where V : struct, IFields, allows ref struct => v.Cash("cash", cash);
}
