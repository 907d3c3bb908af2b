using System.Text.Json;
using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;

namespace Hypercall.Json.Writing;

/// <summary>Writes the venue's own commands.</summary>
internal static class VenueWriter
{
    public static void WriteFields(Utf8JsonWriter writer, EngineCommand command)
    {
        switch (command)
        {
            case SetRules set:
                writer.WritePropertyName("rules"u8);
                WriteRules(writer, set);
                break;
            case SetPmSettlementPoolConfig pool:
                writer.WriteString("underlying"u8, pool.Underlying);
                WriteConfig(writer, pool.Config);
                break;
            default:
                throw CommandWriter.Unknown(command);
        }
    }

    /// <summary>
    /// What a malformed rule set said is lost, but one whose only member is doubled and has the path as its name is
    /// malformed in the same way.
    /// </summary>
    private static void WriteRules(Utf8JsonWriter writer, SetRules command)
    {
        if (command.Rules is not null)
        {
            RuleSetWriter.Write(writer, command.Rules);
            return;
        }

        writer.WriteStartObject();
        writer.WriteNull(command.MalformedMember ?? string.Empty);
        writer.WriteNull(command.MalformedMember ?? string.Empty);
        writer.WriteEndObject();
    }

    private static void WriteConfig(Utf8JsonWriter writer, in SettlementPoolConfig config)
    {
        writer.WriteStartObject("config"u8);
        WriteFraction(writer, "targetShortOiNotionalMultiplier"u8, config.TargetShortOiNotionalMultiplier);
        WriteFraction(writer, "utilizationKink"u8, config.UtilizationKink);
        WriteFraction(writer, "aprAtKink"u8, config.AprAtKink);
        WriteFraction(writer, "maxApr"u8, config.MaxApr);
        WriteFraction(writer, "normalUtilizationCap"u8, config.NormalUtilizationCap);
        WriteFraction(writer, "crisisUtilizationCap"u8, config.CrisisUtilizationCap);
        writer.WriteNumber("bridgeWindowMs"u8, config.BridgeWindowMs);
        writer.WriteNumber("policyVersion"u8, config.PolicyVersion);
        writer.WriteEndObject();
    }

    private static void WriteFraction(Utf8JsonWriter writer, ReadOnlySpan<byte> name, long units) =>
        writer.WriteDecimal(name, units, SettlementPoolConfig.FractionDecimals);
}
