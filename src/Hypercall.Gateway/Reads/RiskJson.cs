namespace Hypercall.Gateway.Reads;

/// <summary>A wallet under the scenario grid, by scenario and by instrument.</summary>
internal static class RiskJson
{
    private const int PpmDecimals = 6;
    private const long WholePpm = 1_000_000;

    public static void Write(Utf8JsonWriter writer, RiskView risk)
    {
        writer.WriteText("equity", risk.Margin.Equity);
        writer.WriteText("position_initial_margin", risk.Margin.Split?.Positions);
        writer.WriteText("position_maintenance_margin", risk.Margin.MaintenanceMargin);
        writer.WriteText("open_orders_initial_margin", risk.Margin.Split?.OpenOrders);
        writer.WriteText("total_initial_margin", risk.Margin.InitialMargin);
        writer.WriteText("scanning_risk", Sum(risk, underlying => underlying.ScanRisk));
        writer.WriteText("option_floor", Sum(risk, underlying => underlying.Floor));
        writer.WriteText("gamma_overlay", Sum(risk, underlying => underlying.Gamma));
        writer.WriteObjects("underlyings", risk.Underlyings, Write);
    }

    /// <summary>A figure over all underlyings.</summary>
    public static Cash Sum(RiskView risk, Func<UnderlyingRiskView, Cash> figure) =>
        risk.Underlyings.Aggregate(Cash.Zero, (sum, underlying) => sum + figure(underlying));

    private static void Write(Utf8JsonWriter writer, UnderlyingRiskView underlying)
    {
        writer.WriteString("underlying", underlying.Underlying);
        writer.WriteObjects("scenarios", underlying.Scenarios, static (item, scenario) =>
        {
            WriteScenario(item, scenario);
            item.WriteText("total_pnl", scenario.Pnl);
        });
        writer.WriteStartObject("extended_risk_matrix");
        WriteMatrix(writer, underlying);
        writer.WriteEndObject();
    }

    private static void WriteMatrix(Utf8JsonWriter writer, UnderlyingRiskView underlying)
    {
        writer.WriteObjects("scenarios", underlying.Scenarios, WriteScenario);
        writer.WriteObjects("instruments", underlying.Legs, (item, leg) => WriteLeg(item, underlying, leg));
        writer.WriteTexts("total_pnls", underlying.Scenarios.Select(scenario => scenario.Pnl.ToString()));
        int worst = underlying.Scenarios.ToList().FindIndex(scenario => scenario.Id == underlying.WorstScenario);
        writer.WriteNumber("worst_scenario_index", worst);
        writer.WriteText("worst_scenario_pnl", worst < 0 ? Cash.Zero : underlying.Scenarios[worst].Pnl);
    }

    private static void WriteScenario(Utf8JsonWriter writer, ScenarioView scenario)
    {
        writer.WriteString("id", scenario.Id);
        writer.WriteText("spot_shock_pct", scenario.SpotPpm, PpmDecimals);
        writer.WriteText("vol_shock_pct", scenario.VolPpm, PpmDecimals);
        writer.WriteText("pnl_weight", scenario.WeightPpm, PpmDecimals);
        writer.WriteBoolean("is_tail", scenario.WeightPpm < WholePpm);
    }

    private static void WriteLeg(Utf8JsonWriter writer, UnderlyingRiskView underlying, RiskLegView leg)
    {
        writer.WriteString("symbol", leg.Symbol);
        writer.WriteString("underlying", underlying.Underlying);
        writer.WriteText("amount", leg.Size);
        writer.WriteText("base_amount", leg.Size);
        writer.WriteText("current_value", leg.Value);
        writer.WriteTexts("scenario_pnls", leg.Pnls.Select(pnl => pnl.ToString()));
    }
}
