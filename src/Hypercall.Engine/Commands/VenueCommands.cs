using Hypercall.Engine.Rules;

namespace Hypercall.Engine.Commands;

/// <summary>
/// Replaces the rule set. Exactly one of the two is present: the rules, or the path of the first member that was
/// missing, unknown or of the wrong type in what the venue sent, which the engine rejects as InvalidRules.
/// </summary>
public sealed record SetRules(RuleSet? Rules, string? MalformedMember) : EngineCommand
{
    /// <summary>Most bytes of a member's path.</summary>
    public const int MaxMemberBytes = 256;

    public SetRules(RuleSet rules)
        : this(rules, null)
    {
    }

    public override CommandType Type => CommandType.SetRules;
    public override CommandClass Class => CommandClass.Venue;
}

/// <summary>
/// Configuration of the portfolio-margin settlement pool (members of the original's PmSettlementPoolConfig).
/// </summary>
/// <param name="TargetShortOiNotionalMultiplier">In units of 1e-8.</param>
/// <param name="UtilizationKink">Fraction in units of 1e-8.</param>
/// <param name="AprAtKink">Fraction in units of 1e-8.</param>
/// <param name="MaxApr">Fraction in units of 1e-8.</param>
/// <param name="NormalUtilizationCap">Fraction in units of 1e-8.</param>
/// <param name="CrisisUtilizationCap">Fraction in units of 1e-8.</param>
/// <param name="BridgeWindowMs">Milliseconds.</param>
/// <param name="PolicyVersion">Not zero.</param>
public readonly record struct SettlementPoolConfig(
    long TargetShortOiNotionalMultiplier,
    long UtilizationKink,
    long AprAtKink,
    long MaxApr,
    long NormalUtilizationCap,
    long CrisisUtilizationCap,
    long BridgeWindowMs,
    uint PolicyVersion)
{
    /// <summary>Decimals of the fractions.</summary>
    public const int FractionDecimals = 8;
}

/// <summary>Sets an underlying's settlement pool; kept in state, without effect yet.</summary>
public sealed record SetPmSettlementPoolConfig(string Underlying, SettlementPoolConfig Config) : EngineCommand
{
    public override CommandType Type => CommandType.SetPmSettlementPoolConfig;
    public override CommandClass Class => CommandClass.Venue;
}
