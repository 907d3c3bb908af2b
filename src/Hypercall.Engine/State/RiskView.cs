namespace Hypercall.Engine.State;

/// <summary>
/// How a wallet's options and perpetuals fare under the scenario grid of portfolio margin, made on demand for people:
/// by current marks, else the last ones, else what counts without any. Open orders are not part of it. A wallet in
/// standard mode has a grid too; its margin does not come from it.
/// </summary>
/// <param name="Margin">Its margin, open orders included.</param>
/// <param name="Underlyings">What it holds, by underlying, ascending by name (ordinal).</param>
public sealed record RiskView(
    WalletAddress Wallet, MarginMode Mode, MarginView Margin, IReadOnlyList<UnderlyingRiskView> Underlyings);

/// <summary>One underlying's part; a gain on one does not pay for another.</summary>
/// <param name="HasCurrentMarks">False where a mark or the index is an old one or none.</param>
/// <param name="Scenarios">One row per scenario, in the order of the rules.</param>
/// <param name="WorstScenario">Id of the scenario with the greatest weighted loss; null when none loses.</param>
/// <param name="ScanRisk">The greatest weighted loss.</param>
/// <param name="Floor">Floor of short options, what longs cover taken off.</param>
/// <param name="Gamma">Overlay for short options that expire soon, what longs cover taken off.</param>
/// <param name="Requirement">The greater of scan and floor, and the overlay.</param>
/// <param name="Legs">What it holds, options ascending by symbol (ordinal), then the perpetual.</param>
public sealed record UnderlyingRiskView(
    string Underlying,
    bool HasCurrentMarks,
    IReadOnlyList<ScenarioView> Scenarios,
    string? WorstScenario,
    Cash ScanRisk,
    Cash Floor,
    Cash Gamma,
    Cash Requirement,
    IReadOnlyList<RiskLegView> Legs);

/// <summary>One option or the perpetual under the scenarios.</summary>
/// <param name="Size">Signed contracts.</param>
/// <param name="Value">Mark × size; of the perpetual the profit since its entry.</param>
/// <param name="Pnls">Profit per scenario, in their order, 8 decimals.</param>
public sealed record RiskLegView(string Symbol, Quantity Size, Cash Value, IReadOnlyList<Cash> Pnls);

/// <summary>One scenario's result on one underlying.</summary>
/// <param name="Id">Id in the rules.</param>
/// <param name="SpotPpm">Move of the index.</param>
/// <param name="VolPpm">Relative move of the volatility, before the time to expiry scales it.</param>
/// <param name="Pnl">Profit of positions and perpetuals; a loss is negative.</param>
/// <param name="Weighted">Profit × weight, 8 decimals.</param>
public sealed record ScenarioView(string Id, long SpotPpm, long VolPpm, long WeightPpm, Cash Pnl, Cash Weighted);
