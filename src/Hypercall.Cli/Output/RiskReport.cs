using Hypercall.Engine;
using Hypercall.Engine.Commands;
using Hypercall.Engine.Margin;

namespace Hypercall.Cli.Output;

/// <summary>A wallet's margin and its scenario grid as tables.</summary>
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
        if (risk.Scenarios.Count == 0)
        {
            terminal.Line("no scenario grid: a mark or an index price that it needs is missing");
            return;
        }

        var table = new ReportTable("scenario", "spot", "volatility", "weight", "pnl", "weighted", "")
        {
            FirstNumber = 1,
        };
        foreach (ScenarioView scenario in risk.Scenarios)
        {
            table.Add(
                scenario.Id,
                Figures.Move(scenario.SpotPpm),
                Figures.Move(scenario.VolPpm),
                Figures.Share(scenario.WeightPpm),
                Figures.Usdc(scenario.Pnl),
                Figures.Usdc(scenario.Weighted),
                scenario.Id == risk.WorstScenario ? WorstMark : "");
        }

        table.Write(terminal);
        if (risk.Mode == MarginMode.Standard)
            terminal.Line("the grid is for information: standard margin is position by position");
    }

    private static void WriteMargin(Terminal terminal, RiskView risk)
    {
        bool isKnown = risk.Scenarios.Count > 0;
        var table = new ReportTable("USDC", "") { FirstNumber = 1 };
        table.Add("scan", Figures.Usdc(isKnown ? risk.ScanRisk : null));
        table.Add("floor", Figures.Usdc(isKnown ? risk.Floor : null));
        table.Add("gamma", Figures.Usdc(isKnown ? risk.Gamma : null));
        table.Add("equity", Figures.Usdc(risk.Margin.Equity));
        table.Add("requirement, open orders included", Figures.Usdc(risk.Margin.InitialMargin));
        if (risk.Mode == MarginMode.Portfolio)
            table.Add("its worst scenario", risk.Margin.WorstScenario ?? Figures.None);
        table.Add("available", Figures.Usdc(risk.Margin.Available));
        table.Add("maintenance margin", Figures.Usdc(risk.Margin.MaintenanceMargin));
        table.Write(terminal);
    }

    private static string Name(MarginMode mode) => mode == MarginMode.Portfolio ? "portfolio" : "standard";
}
