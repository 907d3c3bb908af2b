namespace Hypercall.Testing.Twin;

/// <summary>Ranges of a rule set's members, as far as the generated streams break them.</summary>
internal static class NaiveRuleCheck
{
    /// <returns>The path of the first member that is out of range, or null.</returns>
    public static string? FirstInvalid(RuleSet rules, int currentVersion)
    {
        if (rules.Version != currentVersion + 1)
            return "version";
        if (rules.Semantics != RuleSet.ImplementedSemantics)
            return "semantics";
        if (!rules.Builders.SequenceEqual(rules.Builders.Distinct().Order()))
            return "builders";
        if (rules.OutcomeCache < 1)
            return "outcomeCache";
        if (rules.OutcomeCacheBytes is < 1_048_576 or > 1_073_741_824)
            return "outcomeCacheBytes";
        if (rules.MaxSources is < 1 or > 65_536)
            return "maxSources";
        if (rules.MaxAgentRecords < rules.MaxAgents)
            return "maxAgentRecords";
        if (rules.MaxMakers is < 1 or > 100_000)
            return "maxMakers";
        if (rules.MaxMmpIntervalMs is < 1 or > 86_400_000)
            return "maxMmpIntervalMs";
        if (rules.MaxMmpRecords is < 2 or > 65_536)
            return "maxMmpRecords";
        if (rules.MaxPriceAgeMs < 0)
            return "maxPriceAgeMs";
        if (rules.MaxIndexMovePpm < 0)
            return "maxIndexMovePpm";
        if (rules.Trading.Ticks.Length == 0)
            return "ticks";
        if (rules.Trading.MaxSize.Units < 1)
            return "maxSize";
        if (rules.Fees.MakerPpm > 1_000_000)
            return "fees.makerPpm";
        if (rules.MinTwapCoveragePpm is < 0 or > 1_000_000)
            return "minTwapCoveragePpm";
        return OverrideOutOfRange(rules);
    }

    /// <summary>Overrides must fit the general members that they leave in place.</summary>
    private static string? OverrideOutOfRange(RuleSet rules)
    {
        foreach (UnderlyingOverride o in rules.Overrides)
        {
            var effective = new NaiveRules(rules, o.Underlying);
            if (effective.MinSize > effective.MaxSize)
                return $"overrides.{o.Underlying}.{(o.MaxSize is null ? "minSize" : "maxSize")}";
            if (!effective.Portfolio.Scenarios.Select(s => s.Id).SequenceEqual(rules.Portfolio.Scenarios.Select(s => s.Id)))
                return $"overrides.{o.Underlying}.portfolio.scenarios";
        }

        return null;
    }
}
