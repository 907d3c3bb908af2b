namespace Hypercall.Engine.Domain.Rules;

/// <summary>Members that a rule set and its overrides share; the prefix is empty or <c>overrides.X.</c>.</summary>
public static partial class RuleSetValidation
{
    private static string? OfOverrides(RuleSet rules)
    {
        ReadOnlySpan<UnderlyingOverride> all = rules.Overrides.AsSpan();
        if (all.Length > RuleLimits.MaxOverrides)
            return "overrides";
        for (int i = 0; i < all.Length; i++)
        {
            string path = $"overrides.{all[i].Underlying}";
            bool ascending = i == 0 || string.CompareOrdinal(all[i - 1].Underlying, all[i].Underlying) < 0;
            if (!ascending || !ParsedInstrument.IsUnderlying(all[i].Underlying))
                return path;
            if (OfOverride(rules, all[i], path + ".") is { } member)
                return member;
        }

        return null;
    }

    private static string? OfOverride(RuleSet rules, UnderlyingOverride item, string prefix)
    {
        UnderlyingRules effective = UnderlyingRules.Resolve(rules, item.Underlying);
        return (item.OverridesPriceBand ? OfBand(item.PriceBand, prefix) : null)
            ?? (item.OverridesDistress ? OfDistress(item.Distress, prefix) : null)
            ?? Within(effective.ExpiryTimeMinutes, 0, RuleLimits.MaxExpiryTimeMinutes, prefix + "expiryTime")
            ?? (item.Ticks is { } ticks ? OfTicks(ticks, prefix + "ticks") : null)
            ?? OfSize(new Quantity(effective.SizeStepUnits), prefix + "sizeStep")
            ?? OfSize(new Quantity(effective.MinSizeUnits), prefix + "minSize")
            ?? OfSize(new Quantity(effective.MaxSizeUnits), prefix + "maxSize")
            ?? Unless(
                effective.MinSizeUnits <= effective.MaxSizeUnits,
                prefix + (item.MaxSize.HasValue ? "maxSize" : "minSize"))
            ?? OfFees(effective.Fees, prefix)
            ?? OfStandard(effective.Standard, prefix)
            ?? OfPortfolio(effective.Portfolio, prefix)
            ?? Unless(
                IdsOf(rules.Portfolio).SequenceEqual(IdsOf(effective.Portfolio)), prefix + "portfolio.scenarios");
    }

    private static string? OfBand(PriceBandRules? band, string prefix) => band is not { } present
        ? null
        : Within(present.MarkPpm, 0, RuleLimits.MaxMultiplePpm, prefix + "priceBand.markPpm")
            ?? Within(present.Floor.Units, 0, Price.MaxUnits, prefix + "priceBand.floor");

    private static string? OfDistress(DistressRules? distress, string prefix) => distress is not { } present
        ? null
        : Within(present.BandPpm, 0, RuleLimits.WholePpm, prefix + "distress.bandPpm")
            ?? Within(present.Floor.Units, 0, Price.MaxUnits, prefix + "distress.floor");

    private static string? OfTicks(ImmutableArray<TickStep> ticks, string path)
    {
        ReadOnlySpan<TickStep> steps = ticks.AsSpan();
        if (steps.Length is 0 or > RuleLimits.MaxTicks || steps[0].From.Units != 0)
            return path;
        for (int i = 0; i < steps.Length; i++)
        {
            bool ascending = i == 0 || steps[i - 1].From < steps[i].From;
            bool inRange = steps[i].From.Units <= Price.MaxUnits
                && steps[i].Tick.Units is > 0 and <= Price.MaxUnits;
            if (!ascending || !inRange)
                return path;
        }

        return null;
    }

    private static string? OfSize(Quantity size, string path) => Within(size.Units, 1, Quantity.MaxExposureUnits, path);

    private static string? OfFees(FeeRules fees, string prefix) =>
        Within(fees.MakerPpm, -RuleLimits.MaxRatePpm, RuleLimits.MaxRatePpm, prefix + "fees.makerPpm")
        ?? Within(fees.TakerPpm, -RuleLimits.MaxRatePpm, RuleLimits.MaxRatePpm, prefix + "fees.takerPpm")
        ?? Within(fees.CapPpm, 0, RuleLimits.MaxRatePpm, prefix + "fees.capPpm")
        ?? Within(fees.SettlementPpm, -RuleLimits.MaxRatePpm, RuleLimits.MaxRatePpm, prefix + "fees.settlementPpm")
        ?? Within(fees.SettlementCapPpm, 0, RuleLimits.MaxRatePpm, prefix + "fees.settlementCapPpm")
        ?? Within(fees.BuilderPpm, 0, RuleLimits.MaxRatePpm, prefix + "fees.builderPpm");

    private static string? OfStandard(StandardMarginRules standard, string prefix) =>
        Within(standard.ImPpm, 0, RuleLimits.MaxMultiplePpm, prefix + "standard.imPpm")
        ?? Within(standard.ImFloorPpm, 0, RuleLimits.MaxMultiplePpm, prefix + "standard.imFloorPpm")
        ?? Within(standard.MmPpm, 0, RuleLimits.MaxMultiplePpm, prefix + "standard.mmPpm");

    private static string? OfPortfolio(PortfolioMarginRules portfolio, string prefix) =>
        Unless(AreScenarios(portfolio.Scenarios.AsSpan()), prefix + "portfolio.scenarios")
        ?? Within(portfolio.FloorPpm, 0, RuleLimits.MaxMultiplePpm, prefix + "portfolio.floorPpm")
        ?? Within(portfolio.GammaPpm, 0, RuleLimits.MaxMultiplePpm, prefix + "portfolio.gammaPpm")
        ?? Within(portfolio.GammaHours, 0, RuleLimits.MaxGammaHours, prefix + "portfolio.gammaHours")
        ?? Within(portfolio.MmPpm, 0, RuleLimits.MaxMultiplePpm, prefix + "portfolio.mmPpm")
        ?? Within(portfolio.CoverPpm, 0, RuleLimits.WholePpm, prefix + "portfolio.coverPpm")
        ?? Within(portfolio.PerpProfitPpm, 0, RuleLimits.WholePpm, prefix + "portfolio.perpProfitPpm")
        ?? (portfolio.VolTenor is { } tenor ? OfVolTenor(tenor, prefix + "portfolio.volTenor.") : null);

    private static string? OfVolTenor(VolTenorRules tenor, string prefix) =>
        Within(tenor.ReferenceDays, 1, RuleLimits.MaxReferenceDays, prefix + "referenceDays")
        ?? Within(tenor.PowerPpm, 0, RuleLimits.WholePpm, prefix + "powerPpm")
        ?? Within(tenor.MinPpm, 1, RuleLimits.MaxMultiplePpm, prefix + "minPpm")
        ?? Within(tenor.MaxPpm, tenor.MinPpm, RuleLimits.MaxMultiplePpm, prefix + "maxPpm");

    private static string? OfLiquidation(LiquidationRules liquidation) =>
        Within(liquidation.GraceMs, 0, RuleLimits.MaxStageMs, "liquidation.graceMs")
        ?? Within(liquidation.ChecksPerCommand, 1, RuleLimits.MaxChecksPerCommand, "liquidation.checksPerCommand")
        ?? Within(
            liquidation.PartialMaxPositions, 0, RuleLimits.MaxPartialPositions, "liquidation.partialMaxPositions")
        ?? Within(liquidation.RepriceMs, 1, RuleLimits.MaxStageMs, "liquidation.repriceMs")
        ?? Within(liquidation.SlicePpm, 1, RuleLimits.WholePpm, "liquidation.slicePpm")
        ?? Within(liquidation.BonusStepPpm, 0, RuleLimits.WholePpm, "liquidation.bonusStepPpm")
        ?? Within(liquidation.BonusMaxPpm, 0, RuleLimits.WholePpm, "liquidation.bonusMaxPpm")
        ?? Within(liquidation.EscalationMs, 1, RuleLimits.MaxStageMs, "liquidation.escalationMs")
        ?? Within(liquidation.AuctionMs, 1, RuleLimits.MaxStageMs, "liquidation.auctionMs")
        ?? Within(liquidation.AuctionStartPpm, 0, RuleLimits.WholePpm, "liquidation.auctionStartPpm")
        ?? Within(liquidation.AuctionMinPpm, 0, RuleLimits.WholePpm, "liquidation.auctionMinPpm")
        ?? Within(liquidation.FeePpm, 0, RuleLimits.WholePpm, "liquidation.feePpm")
        ?? Within(liquidation.InsuranceSharePpm, 0, RuleLimits.WholePpm, "liquidation.insuranceSharePpm")
        ?? Within(liquidation.FundBonusPpm, 0, RuleLimits.WholePpm, "liquidation.fundBonusPpm")
        ?? Within(liquidation.MaxPauseMs, 0, RuleLimits.MaxStageMs, "liquidation.maxPauseMs");

    private static bool AreScenarios(ReadOnlySpan<MarginScenario> scenarios)
    {
        if (scenarios.Length is 0 or > RuleLimits.MaxScenarios)
            return false;
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (MarginScenario scenario in scenarios)
        {
            bool valid = scenario.Id.Length is > 0 and <= RuleLimits.MaxScenarioIdLength
                && ids.Add(scenario.Id)
                && scenario.SpotPpm is > -RuleLimits.WholePpm and <= RuleLimits.MaxMultiplePpm
                && scenario.VolPpm is > -RuleLimits.WholePpm and <= RuleLimits.MaxMultiplePpm
                && scenario.WeightPpm is >= 0 and <= RuleLimits.MaxRatePpm;
            if (!valid)
                return false;
        }

        return true;
    }

    /// <summary>A scenario moves all underlyings at once, so every grid has the same ids in the same order.</summary>
    private static IEnumerable<string> IdsOf(PortfolioMarginRules portfolio) =>
        portfolio.Scenarios.Select(static scenario => scenario.Id);

    private static string? Within(long value, long min, long max, string path) =>
        Unless(value >= min && value <= max, path);

    private static string? Unless(bool holds, string path) => holds ? null : path;
}
