namespace Hypercall.Engine.Modules.Views;

/// <summary>Margin and risk as people and tools read them, at the engine's time.</summary>
internal sealed class RiskViews(EngineState state, OptionValuer valuer, MarginCalculator margin)
{
    /// <summary>A wallet under the scenario grid.</summary>
    /// <returns>Null for a wallet that no accepted command touched.</returns>
    public RiskView? ViewRisk(WalletAddress address)
    {
        if (state.Wallets.Find(address) is not { } wallet)
            return null;
        MarginView view = ViewMargin(wallet);
        var underlyings = new List<UnderlyingRiskView>();
        foreach (PortfolioBlock block in margin.Portfolio.Held(wallet))
        {
            List<RiskLegView> legs = block.ViewLegs();
            if (legs.Count != 0)
                underlyings.Add(ViewRisk(block, legs));
        }

        underlyings.Sort(static (left, right) => string.CompareOrdinal(left.Underlying, right.Underlying));
        return new RiskView(address, wallet.Mode, view, underlyings);
    }

    private static UnderlyingRiskView ViewRisk(PortfolioBlock block, List<RiskLegView> legs)
    {
        ReadOnlySpan<MarginScenario> grid = block.Underlying.Rules.Portfolio.Scenarios.AsSpan();
        BlockRequirement requirement = block.RequireHeld();
        var scenarios = new List<ScenarioView>(grid.Length);
        for (int i = 0; i < grid.Length; i++)
        {
            scenarios.Add(new ScenarioView(
                grid[i].Id, grid[i].SpotPpm, grid[i].VolPpm, grid[i].WeightPpm, new Cash(block.PnlUnits(i)),
                new Cash(block.Weighted[i])));
        }

        return new UnderlyingRiskView(
            block.Underlying.Name, block.Marks(null, withPerp: true) == MarkQuality.Current, scenarios,
            requirement.WorstScenario < 0 ? null : grid[requirement.WorstScenario].Id,
            new Cash(requirement.ScanUnits), new Cash(block.FloorUnits), new Cash(block.GammaUnits),
            new Cash(requirement.Units), legs);
    }

    /// <summary>A wallet's margin.</summary>
    public MarginView ViewMargin(WalletAccount wallet)
    {
        MarginFigures now = margin.Before(wallet);
        bool isPortfolio = wallet.Mode == MarginMode.Portfolio;
        Int128? equity = isPortfolio
            ? (margin.Portfolio.MarksOfHeld(margin.Hypothesis) == MarkQuality.Current ? now.EquityUnits : null)
            : StandardEquityUnits(wallet);
        return new MarginView(
            equity is { } known ? new Cash(known) : null,
            now.IsCurrent ? new Cash(now.RequirementUnits) : null,
            new Cash(margin.MaintenanceUnits(wallet)),
            now.IsCurrent ? new Cash(now.ExcessUnits) : null,
            isPortfolio && now.IsCurrent ? margin.Portfolio.FindWorst(margin.Hypothesis, areKnown: true) : null)
        {
            Split = now.IsCurrent ? ViewSplit(wallet, now.RequirementUnits) : null,
        };
    }

    /// <summary>Call where every mark is current: what the positions ask for then waits for none.</summary>
    private MarginSplit ViewSplit(WalletAccount wallet, Int128 requirementUnits)
    {
        Int128 positions;
        Int128 premium = 0;
        if (wallet.Mode == MarginMode.Portfolio)
            margin.Portfolio.OfPositions(wallet, out _, out positions, out _);
        else
        {
            positions = margin.Standard.Initial(wallet);
            premium = wallet.OpenBuyNotionalUnits + margin.Fees.OfWallet(wallet);
        }

        return new MarginSplit(new Cash(positions), new Cash(requirementUnits - positions), new Cash(premium));
    }

    /// <summary>Cash less debt and the marks of all positions, or null where one is not current.</summary>
    private Int128? StandardEquityUnits(WalletAccount wallet)
    {
        Int128 equity = wallet.CashUnits - wallet.DebtUnits;
        for (int slot = wallet.FirstPosition; slot >= 0; slot = state.Positions[slot].NextOfWallet)
        {
            ref readonly PositionEntry entry = ref state.Positions[slot];
            if (entry.QuantityUnits == 0)
                continue;
            OptionValuation valuation = valuer.Value(state.Markets[entry.Instrument]!);
            if (!valuation.HasMark)
                return null;
            equity += Cash.NotionalUnits(valuation.MarkUnits, entry.QuantityUnits);
        }

        return equity;
    }
}
