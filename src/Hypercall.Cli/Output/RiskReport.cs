using Hypercall.Engine.State;

namespace Hypercall.Cli.Output;

/// <summary>A wallet's margin and its scenario grid, underlying by underlying, as tables.</summary>
internal static class RiskReport
{
    /// <summary>Stands in the row of the scenario that loses most.</summary>
    public const string WorstMark = "<- worst";

    /// <summary>Writes the tables.</summary>
    public static void Write(Terminal terminal, ExchangeEngine engine, RiskView risk)
    {
        terminal.Heading($"{risk.Wallet}, {Name(risk.Mode)} margin, {Figures.Place(engine)}");
        terminal.Line();
        WriteGrid(terminal, risk);
        terminal.Line();
        WriteMargin(terminal, risk);
    }

    private static void WriteGrid(Terminal terminal, RiskView risk)
    {
        if (risk.Underlyings.Count == 0)
            terminal.Line("no scenario grid: no options and no perpetuals are held");
        foreach (UnderlyingRiskView underlying in risk.Underlyings)
            WriteGrid(terminal, underlying);
        if (risk.Mode == MarginMode.Standard)
            terminal.Line("the grid is for information: standard margin is position by position");
    }

    private static void WriteGrid(Terminal terminal, UnderlyingRiskView underlying)
    {
        terminal.Line(underlying.HasCurrentMarks
            ? underlying.Underlying
            : $"{underlying.Underlying}, not all marks are current: the last ones count");
        var table = new ReportTable("scenario", "spot", "volatility", "weight", "pnl", "weighted", "")
        {
            FirstNumber = 1,
        };
        foreach (ScenarioView scenario in underlying.Scenarios)
        {
            table.Add(
                scenario.Id,
                Figures.Move(scenario.SpotPpm),
                Figures.Move(scenario.VolPpm),
                Figures.Share(scenario.WeightPpm),
                Figures.Usdc(scenario.Pnl),
                Figures.Usdc(scenario.Weighted),
                scenario.Id == underlying.WorstScenario ? WorstMark : "");
        }

        table.Add("scan", "", "", "", "", Figures.Usdc(underlying.ScanRisk), "");
        table.Add("floor", "", "", "", "", Figures.Usdc(underlying.Floor), "");
        table.Add("gamma", "", "", "", "", Figures.Usdc(underlying.Gamma), "");
        table.Add("requirement", "", "", "", "", Figures.Usdc(underlying.Requirement), "");
        table.Write(terminal);
        terminal.Line();
    }

    private static void WriteMargin(Terminal terminal, RiskView risk)
    {
        var table = new ReportTable("USDC", "") { FirstNumber = 1 };
        table.Add("equity", Figures.Usdc(risk.Margin.Equity));
        table.Add("requirement, open orders included", Figures.Usdc(risk.Margin.InitialMargin));
        if (risk.Margin.WorstScenario is { } worst)
        {
            foreach ((string underlying, string? scenario) in worst)
                table.Add($"its worst scenario, {underlying}", scenario ?? Figures.None);
        }

        table.Add("available", Figures.Usdc(risk.Margin.Available));
        table.Add("maintenance margin", Figures.Usdc(risk.Margin.MaintenanceMargin));
        table.Write(terminal);
    }

    private static string Name(MarginMode mode) => mode == MarginMode.Portfolio ? "portfolio" : "standard";
}
