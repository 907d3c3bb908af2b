using System.Text.Json;
using Hypercall.Engine.Domain;
using Hypercall.Engine.State;
using Hypercall.Gateway.Answers;

namespace Hypercall.Gateway.Reads;

/// <summary>A wallet under the scenario grid, by scenario and by instrument.</summary>
internal static class RiskJson
{
    private const int PpmDecimals = 6;
    private const long WholePpm = 1_000_000;

    public static void Write(Utf8JsonWriter writer, RiskView risk)
    {
        writer.WriteStartObject();
        writer.WriteText("equity", risk.Margin.Equity);
        writer.WriteText("position_initial_margin", risk.Margin.Split?.Positions);
        writer.WriteText("position_maintenance_margin", risk.Margin.MaintenanceMargin);
        writer.WriteText("open_orders_initial_margin", risk.Margin.Split?.OpenOrders);
        writer.WriteText("total_initial_margin", risk.Margin.InitialMargin);
        writer.WriteText("scanning_risk", Sum(risk, underlying => underlying.ScanRisk));
        writer.WriteText("option_floor", Sum(risk, underlying => underlying.Floor));
        writer.WriteText("gamma_overlay", Sum(risk, underlying => underlying.Gamma));
        writer.WriteStartArray("underlyings");
        foreach (UnderlyingRiskView underlying in risk.Underlyings)
            Write(writer, underlying);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    /// <summary>A figure over all underlyings.</summary>
    public static Cash Sum(RiskView risk, Func<UnderlyingRiskView, Cash> figure) =>
        risk.Underlyings.Aggregate(Cash.Zero, (sum, underlying) => sum + figure(underlying));

    private static void Write(Utf8JsonWriter writer, UnderlyingRiskView underlying)
    {
        writer.WriteStartObject();
        writer.WriteString("underlying", underlying.Underlying);
        writer.WriteStartArray("scenarios");
        foreach (ScenarioView scenario in underlying.Scenarios)
            WriteScenario(writer, scenario, withPnl: true);
        writer.WriteEndArray();
        writer.WriteStartObject("extended_risk_matrix");
        WriteMatrix(writer, underlying);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteMatrix(Utf8JsonWriter writer, UnderlyingRiskView underlying)
    {
        writer.WriteStartArray("scenarios");
        foreach (ScenarioView scenario in underlying.Scenarios)
            WriteScenario(writer, scenario, withPnl: false);
        writer.WriteEndArray();
        writer.WriteStartArray("instruments");
        foreach (RiskLegView leg in underlying.Legs)
            WriteLeg(writer, underlying, leg);
        writer.WriteEndArray();
        writer.WriteStartArray("total_pnls");
        foreach (ScenarioView scenario in underlying.Scenarios)
            writer.WriteStringValue(scenario.Pnl.ToString());
        writer.WriteEndArray();
        int worst = underlying.Scenarios.ToList().FindIndex(scenario => scenario.Id == underlying.WorstScenario);
        writer.WriteNumber("worst_scenario_index", worst);
        writer.WriteText("worst_scenario_pnl", worst < 0 ? Cash.Zero : underlying.Scenarios[worst].Pnl);
    }

    private static void WriteScenario(Utf8JsonWriter writer, ScenarioView scenario, bool withPnl)
    {
        writer.WriteStartObject();
        writer.WriteString("id", scenario.Id);
        writer.WriteText("spot_shock_pct", scenario.SpotPpm, PpmDecimals);
        writer.WriteText("vol_shock_pct", scenario.VolPpm, PpmDecimals);
        writer.WriteText("pnl_weight", scenario.WeightPpm, PpmDecimals);
        writer.WriteBoolean("is_tail", scenario.WeightPpm < WholePpm);
        if (withPnl)
            writer.WriteText("total_pnl", scenario.Pnl);
        writer.WriteEndObject();
    }

    private static void WriteLeg(Utf8JsonWriter writer, UnderlyingRiskView underlying, RiskLegView leg)
    {
        writer.WriteStartObject();
        writer.WriteString("symbol", leg.Symbol);
        writer.WriteString("underlying", underlying.Underlying);
        writer.WriteText("amount", leg.Size);
        writer.WriteText("base_amount", leg.Size);
        writer.WriteText("current_value", leg.Value);
        writer.WriteStartArray("scenario_pnls");
        foreach (Cash pnl in leg.Pnls)
            writer.WriteStringValue(pnl.ToString());
        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
