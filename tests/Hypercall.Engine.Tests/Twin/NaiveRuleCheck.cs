using Hypercall.Engine.Rules;

namespace Hypercall.Engine.Tests.Twin;

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
        if (rules.OutcomeCache < 1)
            return "outcomeCache";
        if (rules.MaxPriceAgeMs < 0)
            return "maxPriceAgeMs";
        return rules.MaxIndexMovePpm < 0 ? "maxIndexMovePpm" : null;
    }
}
