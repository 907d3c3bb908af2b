using Hypercall.Engine.Commands;
using Hypercall.Engine.Instruments;
using Hypercall.Engine.Margin;
using Hypercall.Engine.Numerics;
using Hypercall.Engine.Positions;
using Hypercall.Engine.Rules;
using Hypercall.Engine.State;
using Hypercall.Engine.Wallets;

namespace Hypercall.Engine;

/// <summary>Margin and risk as people and tools read them, at the engine's time.</summary>
public sealed partial class ExchangeEngine
{
    /// <summary>A wallet under the scenario grid.</summary>
    /// <returns>Null for a wallet that no accepted command touched.</returns>
    public RiskView? ViewRisk(WalletAddress address)
    {
        if (_state.Wallets.Find(address) is not { } wallet)
            return null;
        MarginView margin = ViewMargin(wallet);
        ReadOnlySpan<MarginScenario> grid = _state.Rules.Portfolio.Scenarios.AsSpan();
        if (_portfolioMargin.Hold(wallet) is not { } held)
            return new RiskView(address, wallet.Mode, margin, [], null, default, default, default);
        Int128 scan = held.ScanUnits(grid.Length, out int worst);
        var scenarios = new List<ScenarioView>(grid.Length);
        for (int i = 0; i < grid.Length; i++)
        {
            Int128 pnl = 0;
            foreach (PortfolioBlock block in held.Blocks)
                pnl += block.PnlUnits(i);
            scenarios.Add(new ScenarioView(
                grid[i].Id, grid[i].SpotPpm, grid[i].VolPpm, grid[i].WeightPpm, new Cash(pnl),
                new Cash(held.WeightedUnits(i))));
        }

        return new RiskView(
            address, wallet.Mode, margin, scenarios, worst < 0 ? null : grid[worst].Id, new Cash(scan),
            new Cash(held.FloorUnits()), new Cash(held.GammaUnits()));
    }

    private MarginView ViewMargin(WalletAccount wallet)
    {
        MarginFigures now = MarginBefore(wallet);
        string? worst = now.IsComplete && now.WorstScenario >= 0
            ? _state.Rules.Portfolio.Scenarios[now.WorstScenario].Id
            : null;
        Cash? requirement = now.IsComplete ? new Cash(now.RequirementUnits) : null;
        Cash? available = now.IsComplete ? new Cash(now.ExcessUnits) : null;
        if (wallet.Mode == MarginMode.Standard)
        {
            return new MarginView(
                Of(StandardEquityUnits(wallet)), requirement, Of(_standardMargin.Maintenance(wallet)), available, null);
        }

        bool known = _portfolioMargin.TryMaintenance(
            wallet, wallet.CashUnits, out Int128 equity, out Int128 maintenance);
        return new MarginView(
            known ? new Cash(equity) : null, requirement, known ? new Cash(maintenance) : null, available, worst);
    }

    /// <summary>Cash and the marks of all positions, or null where a mark is missing.</summary>
    private Int128? StandardEquityUnits(WalletAccount wallet)
    {
        Int128 equity = wallet.CashUnits;
        for (int slot = wallet.FirstPosition; slot >= 0; slot = _state.Positions[slot].NextOfWallet)
        {
            ref PositionEntry entry = ref _state.Positions[slot];
            if (entry.QuantityUnits == 0)
                continue;
            OptionValuation valuation = _valuer.Value(_state.Markets[entry.Instrument]!);
            if (!valuation.HasMark)
                return null;
            equity += Cash.NotionalUnits(valuation.MarkUnits, entry.QuantityUnits);
        }

        return equity;
    }

    private static Cash? Of(Int128? units) => units is { } present ? new Cash(present) : null;
}
