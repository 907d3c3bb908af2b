using System.Text.Json;
using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;

namespace Hypercall.Json.Reading;

/// <summary>Reads the venue's own commands.</summary>
internal static class VenueReader
{
    /// <summary>What is wrong inside the rules goes into the command: the engine rejects it as InvalidRules.</summary>
    public static SetRules SetRules(ref ObjectFields fields) =>
        fields.TryContainer("rules"u8, JsonTokenType.StartObject, true, out ReadOnlySpan<byte> json)
            ? RuleSetReader.Read(json)
            : new SetRules(null, "rules");

    public static SetPmSettlementPoolConfig SetPmSettlementPoolConfig(ref ObjectFields fields)
    {
        string underlying = fields.String("underlying"u8, 0, CommandLimits.MaxSymbolBytes);
        SettlementPoolConfig config = default;
        if (fields.TryContainer("config"u8, JsonTokenType.StartObject, true, out ReadOnlySpan<byte> json))
        {
            var members = new ObjectFields(json, new FieldPath(fields.PathOf("config"u8)));
            config = Config(ref members);
            fields.Fail(members.Finish());
        }

        return new SetPmSettlementPoolConfig(underlying, config);
    }

    private static SettlementPoolConfig Config(ref ObjectFields members) => new(
        Fraction(ref members, "targetShortOiNotionalMultiplier"u8),
        Fraction(ref members, "utilizationKink"u8),
        Fraction(ref members, "aprAtKink"u8),
        Fraction(ref members, "maxApr"u8),
        Fraction(ref members, "normalUtilizationCap"u8),
        Fraction(ref members, "crisisUtilizationCap"u8),
        members.Int64("bridgeWindowMs"u8),
        members.UInt32("policyVersion"u8));

    private static long Fraction(ref ObjectFields members, ReadOnlySpan<byte> name) =>
        members.Units(name, SettlementPoolConfig.FractionDecimals);
}
