namespace Hypercall.Engine.Commands;

/// <summary>
/// Replaces the rule set. Exactly one of the two is present: the rules, or the path of the first member that was
/// missing, unknown or of the wrong type in what the venue sent, which the engine rejects as InvalidRules.
/// </summary>
public sealed record SetRules(RuleSet? Rules, string? MalformedMember)
    : EngineCommand(CommandType.SetRules, CommandClass.Venue), ICommand<SetRules>
{
    /// <summary>Most bytes of a member's path.</summary>
    public const int MaxMemberBytes = 256;

    public SetRules(RuleSet rules)
        : this(rules, null)
    {
    }

    static SetRules ICommand<SetRules>.Blank { get; } = new(RuleSet.Default);

    static SetRules ICommand<SetRules>.Walk<V>(ref V v, SetRules c)
    {
        string? member = c.MalformedMember;
        RuleSet? rules = v.Attempt<RuleSet, RuleSetShape>("rules", c.Rules, ref member, MaxMemberBytes);
        return V.Makes ? new SetRules(rules, member) : c;
    }
}

/// <summary>Sets an underlying's settlement pool: kept in the state, and without any effect.</summary>
public sealed record SetPmSettlementPoolConfig(string Underlying, SettlementPoolConfig Config)
    : EngineCommand(CommandType.SetPmSettlementPoolConfig, CommandClass.Venue), ICommand<SetPmSettlementPoolConfig>
{
    static SetPmSettlementPoolConfig ICommand<SetPmSettlementPoolConfig>.Blank { get; } = new("", default);

    static SetPmSettlementPoolConfig ICommand<SetPmSettlementPoolConfig>.Walk<V>(ref V v, SetPmSettlementPoolConfig c)
    {
        string underlying = v.Text("underlying", c.Underlying, 0, TextLimits.MaxSymbolBytes);
        SettlementPoolConfig config = v.Part<SettlementPoolConfig, SettlementPoolShape>("config", c.Config);
        return V.Makes ? new SetPmSettlementPoolConfig(underlying, config) : c;
    }
}
