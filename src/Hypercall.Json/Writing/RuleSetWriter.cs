using System.Text.Json;
using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Domain.Rules;

namespace Hypercall.Json.Writing;

/// <summary>Writes a rule set member by member, in the order of wire.md §Rules.</summary>
internal static class RuleSetWriter
{
    public static void Write(Utf8JsonWriter writer, RuleSet rules)
    {
        writer.WriteStartObject();
        writer.WriteNumber("version"u8, rules.Version);
        writer.WriteNumber("semantics"u8, rules.Semantics);
        writer.WriteBoolean("marginEnabled"u8, rules.MarginEnabled);
        writer.WriteString("defaultStp"u8, WireNames.StpModes[rules.DefaultStp]);
        WriteSigners(writer, rules);
        writer.WriteStartArray("builders"u8);
        foreach (WalletAddress builder in rules.Builders)
            writer.WriteStringValue(builder.ToString());
        writer.WriteEndArray();
        writer.WriteNumber("outcomeCache"u8, rules.OutcomeCache);
        writer.WriteNumber("outcomeCacheBytes"u8, rules.OutcomeCacheBytes);
        writer.WriteNumber("maxSources"u8, rules.MaxSources);
        writer.WriteNumber("maxAgents"u8, rules.MaxAgents);
        writer.WriteNumber("maxAgentRecords"u8, rules.MaxAgentRecords);
        writer.WriteNumber("maxMakers"u8, rules.MaxMakers);
        writer.WriteNumber("maxMmpIntervalMs"u8, rules.MaxMmpIntervalMs);
        writer.WriteNumber("maxMmpRecords"u8, rules.MaxMmpRecords);
        writer.WriteNumber("maxPriceAgeMs"u8, rules.MaxPriceAgeMs);
        writer.WriteNumber("maxIndexMovePpm"u8, rules.MaxIndexMovePpm);
        WriteBand(writer, rules.Trading.PriceBand);
        WriteDistress(writer, rules.Trading.Distress);
        WriteExpiryTime(writer, rules.ExpiryTimeMinutes);
        WriteTicks(writer, rules.Trading.Ticks.AsSpan());
        writer.WriteNumber("significantFigures"u8, rules.SignificantFigures);
        writer.Write("sizeStep"u8, rules.Trading.SizeStep);
        writer.Write("minSize"u8, rules.Trading.MinSize);
        writer.Write("maxSize"u8, rules.Trading.MaxSize);
        WriteFees(writer, rules.Fees);
        WriteTier(writer, rules.Tier);
        WriteMmp(writer, rules.Mmp);
        WriteStandard(writer, rules.Standard);
        WritePortfolio(writer, rules.Portfolio);
        WriteLiquidation(writer, rules.Liquidation);
        writer.WriteNumber("twapMs"u8, rules.TwapMs);
        writer.WriteNumber("maxSettlementMovePpm"u8, rules.MaxSettlementMovePpm);
        writer.WriteNumber("minTwapCoveragePpm"u8, rules.MinTwapCoveragePpm);
        writer.WriteStartObject("overrides"u8);
        foreach (UnderlyingOverride item in rules.Overrides)
            WriteOverride(writer, item);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteOverride(Utf8JsonWriter writer, UnderlyingOverride item)
    {
        writer.WriteStartObject(item.Underlying);
        if (item.ExpiryTimeMinutes is { } minutes)
            WriteExpiryTime(writer, minutes);
        if (item.Ticks is { } ticks)
            WriteTicks(writer, ticks.AsSpan());
        writer.WriteOptional("sizeStep"u8, item.SizeStep);
        writer.WriteOptional("minSize"u8, item.MinSize);
        writer.WriteOptional("maxSize"u8, item.MaxSize);
        if (item.Fees is { } fees)
            WriteFees(writer, fees);
        if (item.OverridesPriceBand)
            WriteBand(writer, item.PriceBand);
        if (item.OverridesDistress)
            WriteDistress(writer, item.Distress);
        if (item.Standard is { } standard)
            WriteStandard(writer, standard);
        if (item.Portfolio is { } portfolio)
            WritePortfolio(writer, portfolio);
        writer.WriteEndObject();
    }

    private static void WriteSigners(Utf8JsonWriter writer, RuleSet rules)
    {
        writer.WriteStartObject("venueSigners"u8);
        foreach (VenueSigner signer in rules.VenueSigners)
        {
            writer.WriteStartArray(signer.Signer.ToString());
            foreach (CommandType type in signer.Commands)
                writer.WriteStringValue(WireNames.Commands[type]);
            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    private static void WriteBand(Utf8JsonWriter writer, PriceBandRules? band)
    {
        if (band is not { } present)
        {
            writer.WriteNull("priceBand"u8);
            return;
        }

        writer.WriteStartObject("priceBand"u8);
        writer.WriteNumber("markPpm"u8, present.MarkPpm);
        writer.Write("floor"u8, present.Floor);
        writer.WriteEndObject();
    }

    private static void WriteDistress(Utf8JsonWriter writer, DistressRules? distress)
    {
        if (distress is not { } present)
        {
            writer.WriteNull("distress"u8);
            return;
        }

        writer.WriteStartObject("distress"u8);
        writer.WriteNumber("bandPpm"u8, present.BandPpm);
        writer.Write("floor"u8, present.Floor);
        writer.WriteEndObject();
    }

    private static void WriteExpiryTime(Utf8JsonWriter writer, int minutes)
    {
        (int hour, int minute) = int.DivRem(minutes, 60);
        ReadOnlySpan<char> text = [Digit(hour / 10), Digit(hour % 10), ':', Digit(minute / 10), Digit(minute % 10)];
        writer.WriteString("expiryTime"u8, text);
    }

    private static char Digit(int value) => (char)('0' + value);

    private static void WriteTicks(Utf8JsonWriter writer, ReadOnlySpan<TickStep> ticks)
    {
        writer.WriteStartArray("ticks"u8);
        foreach (TickStep step in ticks)
        {
            writer.WriteStartObject();
            writer.Write("from"u8, step.From);
            writer.Write("tick"u8, step.Tick);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteFees(Utf8JsonWriter writer, FeeRules fees)
    {
        writer.WriteStartObject("fees"u8);
        writer.WriteNumber("makerPpm"u8, fees.MakerPpm);
        writer.WriteNumber("takerPpm"u8, fees.TakerPpm);
        writer.WriteNumber("capPpm"u8, fees.CapPpm);
        writer.WriteNumber("settlementPpm"u8, fees.SettlementPpm);
        writer.WriteNumber("settlementCapPpm"u8, fees.SettlementCapPpm);
        writer.WriteNumber("builderPpm"u8, fees.BuilderPpm);
        writer.WriteEndObject();
    }

    private static void WriteTier(Utf8JsonWriter writer, TierRules tier)
    {
        writer.WriteStartObject("tier"u8);
        writer.WriteNumber("maxOpenOrders"u8, tier.MaxOpenOrders);
        writer.WriteNumber("maxOpenPositions"u8, tier.MaxOpenPositions);
        writer.WriteEndObject();
    }

    private static void WriteMmp(Utf8JsonWriter writer, MmpRules mmp)
    {
        writer.WriteStartObject("mmp"u8);
        writer.WriteString("breach"u8, WireNames.MmpBreaches[mmp.Breach]);
        writer.WriteString("window"u8, WireNames.MmpWindows[mmp.Window]);
        writer.WriteEndObject();
    }

    private static void WriteStandard(Utf8JsonWriter writer, StandardMarginRules standard)
    {
        writer.WriteStartObject("standard"u8);
        writer.WriteNumber("imPpm"u8, standard.ImPpm);
        writer.WriteNumber("imFloorPpm"u8, standard.ImFloorPpm);
        writer.WriteNumber("mmPpm"u8, standard.MmPpm);
        writer.WriteEndObject();
    }

    private static void WritePortfolio(Utf8JsonWriter writer, PortfolioMarginRules portfolio)
    {
        writer.WriteStartObject("portfolio"u8);
        writer.WriteStartArray("scenarios"u8);
        foreach (MarginScenario scenario in portfolio.Scenarios)
        {
            writer.WriteStartObject();
            writer.WriteString("id"u8, scenario.Id);
            writer.WriteNumber("spotPpm"u8, scenario.SpotPpm);
            writer.WriteNumber("volPpm"u8, scenario.VolPpm);
            writer.WriteNumber("weightPpm"u8, scenario.WeightPpm);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteNumber("floorPpm"u8, portfolio.FloorPpm);
        writer.WriteNumber("gammaPpm"u8, portfolio.GammaPpm);
        writer.WriteNumber("gammaHours"u8, portfolio.GammaHours);
        writer.WriteNumber("mmPpm"u8, portfolio.MmPpm);
        writer.WriteNumber("coverPpm"u8, portfolio.CoverPpm);
        writer.WriteNumber("perpProfitPpm"u8, portfolio.PerpProfitPpm);
        WriteVolTenor(writer, portfolio.VolTenor);
        writer.WriteEndObject();
    }

    private static void WriteVolTenor(Utf8JsonWriter writer, VolTenorRules? tenor)
    {
        if (tenor is null)
        {
            writer.WriteNull("volTenor"u8);
            return;
        }

        writer.WriteStartObject("volTenor"u8);
        writer.WriteNumber("referenceDays"u8, tenor.ReferenceDays);
        writer.WriteNumber("powerPpm"u8, tenor.PowerPpm);
        writer.WriteNumber("minPpm"u8, tenor.MinPpm);
        writer.WriteNumber("maxPpm"u8, tenor.MaxPpm);
        writer.WriteEndObject();
    }

    private static void WriteLiquidation(Utf8JsonWriter writer, LiquidationRules liquidation)
    {
        writer.WriteStartObject("liquidation"u8);
        writer.WriteNumber("graceMs"u8, liquidation.GraceMs);
        writer.WriteNumber("checksPerCommand"u8, liquidation.ChecksPerCommand);
        writer.WriteNumber("maxPauseMs"u8, liquidation.MaxPauseMs);
        writer.WriteEndObject();
    }
}
