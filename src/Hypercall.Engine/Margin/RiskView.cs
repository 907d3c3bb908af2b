using Hypercall.Engine.Commands;
using Hypercall.Engine.Numerics;
using Hypercall.Engine.State;

namespace Hypercall.Engine.Margin;

/// <summary>
/// How a wallet's options and perpetuals fare under the scenario grid of portfolio margin, made on demand for people.
/// Open orders are not part of it. A wallet in standard mode has a grid too; its margin does not come from it.
/// </summary>
/// <param name="Wallet">The wallet.</param>
/// <param name="Mode">Its margin mode.</param>
/// <param name="Margin">Its margin, open orders included.</param>
/// <param name="Scenarios">One row per scenario, in the order of the rules; empty when a mark is missing.</param>
/// <param name="WorstScenario">Id of the scenario with the greatest weighted loss; null when none loses.</param>
/// <param name="ScanRisk">The greatest weighted loss.</param>
/// <param name="Floor">Floor of net short options.</param>
/// <param name="Gamma">Overlay for net short options that expire soon.</param>
public sealed record RiskView(
    WalletAddress Wallet,
    MarginMode Mode,
    MarginView Margin,
    IReadOnlyList<ScenarioView> Scenarios,
    string? WorstScenario,
    Cash ScanRisk,
    Cash Floor,
    Cash Gamma);

/// <summary>One scenario's result.</summary>
/// <param name="Id">Id in the rules.</param>
/// <param name="SpotPpm">Move of the index under the general rules.</param>
/// <param name="VolPpm">Relative move of the volatility under the general rules.</param>
/// <param name="WeightPpm">Weight under the general rules.</param>
/// <param name="Pnl">Profit of positions and perpetuals; a loss is negative.</param>
/// <param name="Weighted">Profit × weight, 8 decimals.</param>
public sealed record ScenarioView(string Id, long SpotPpm, long VolPpm, long WeightPpm, Cash Pnl, Cash Weighted);
