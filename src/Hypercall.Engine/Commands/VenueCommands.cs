using Hypercall.Engine.Domain;
using Hypercall.Engine.Domain.Rules;
using Hypercall.Engine.Shapes;

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

    internal static SetRules Blank { get; } = new(RuleSet.Default);

    internal static SetRules Walk<V>(ref V v, SetRules c)
        where V : struct, IFields, allows ref struct
    {
        v.Require(c.Rules is null != c.MalformedMember is null, "exactly one of rules and malformed member is needed");
        bool isMalformed = v.Tag("rules or member", (byte)(c.Rules is null ? 1 : 0), 1) != 0;
        RuleSet? rules = isMalformed ? null : RuleSetCodec.Walk(ref v, c.Rules ?? RuleSet.Default);
        string? member = isMalformed ? v.Text("member", c.MalformedMember ?? "", 0, MaxMemberBytes) : null;
        return V.Makes ? new SetRules(rules, member) : c;
    }
}

/// <summary>Sets an underlying's settlement pool; kept in state, without effect yet.</summary>
public sealed record SetPmSettlementPoolConfig(string Underlying, SettlementPoolConfig Config) : EngineCommand
{
    public override CommandType Type => CommandType.SetPmSettlementPoolConfig;
    public override CommandClass Class => CommandClass.Venue;

    internal static SetPmSettlementPoolConfig Blank { get; } = new("", default);

    internal static SetPmSettlementPoolConfig Walk<V>(ref V v, SetPmSettlementPoolConfig c)
        where V : struct, IFields, allows ref struct
    {
        string underlying = v.Text("underlying", c.Underlying, 0, TextLimits.MaxSymbolBytes);
        SettlementPoolConfig config = SettlementPoolShape.Walk(ref v, c.Config);
        return V.Makes ? new SetPmSettlementPoolConfig(underlying, config) : c;
    }
}
