using Hypercall.Engine.Domain;
using Hypercall.Engine.Domain.Rules;

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

/// <summary>Sets an underlying's settlement pool; kept in state, without effect yet.</summary>
public sealed record SetPmSettlementPoolConfig(string Underlying, SettlementPoolConfig Config) : EngineCommand
{
    public override CommandType Type => CommandType.SetPmSettlementPoolConfig;
    public override CommandClass Class => CommandClass.Venue;
}
