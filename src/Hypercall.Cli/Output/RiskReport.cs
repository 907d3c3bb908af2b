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
        new ReportTable("scenario", "spot", "volatility", "weight", "pnl", "weighted", "") { FirstNumber = 1 }
            .AddEach(underlying.Scenarios, scenario =>
            [
                scenario.Id,
                Figures.Move(scenario.SpotPpm),
                Figures.Move(scenario.VolPpm),
                Figures.Share(scenario.WeightPpm),
                Figures.Usdc(scenario.Pnl),
                Figures.Usdc(scenario.Weighted),
                scenario.Id == underlying.WorstScenario ? WorstMark : "",
            ])
            .Add("scan", "", "", "", "", Figures.Usdc(underlying.ScanRisk), "")
            .Add("floor", "", "", "", "", Figures.Usdc(underlying.Floor), "")
            .Add("gamma", "", "", "", "", Figures.Usdc(underlying.Gamma), "")
            .Add("requirement", "", "", "", "", Figures.Usdc(underlying.Requirement), "")
            .Write(terminal);
        terminal.Line();
    }

    private static void WriteMargin(Terminal terminal, RiskView risk) =>
        new ReportTable("USDC", "") { FirstNumber = 1 }
            .Add("equity", Figures.Usdc(risk.Margin.Equity))
            .Add("requirement, open orders included", Figures.Usdc(risk.Margin.InitialMargin))
            .AddEach(
                risk.Margin.WorstScenario?.ToArray() ?? [],
                worst => [$"its worst scenario, {worst.Key}", worst.Value ?? Figures.None])
            .Add("available", Figures.Usdc(risk.Margin.Available))
            .Add("maintenance margin", Figures.Usdc(risk.Margin.MaintenanceMargin))
            .Write(terminal);

    private static string Name(MarginMode mode) => mode == MarginMode.Portfolio ? "portfolio" : "standard";
}
