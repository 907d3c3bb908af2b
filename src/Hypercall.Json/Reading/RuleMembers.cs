using System.Collections.Immutable;
using System.Text.Json;
using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain.Rules;

namespace Hypercall.Json.Reading;

/// <summary>Reads the objects and lists of a rule set and its overrides; null where one cannot be had.</summary>
internal static class RuleMembers
{
    public static UnderlyingOverride Override(ref ObjectFields fields, string underlying) => new()
    {
        Underlying = underlying,
        ExpiryTimeMinutes = fields.OptionalTimeOfDay("expiryTime"u8),
        Ticks = Ticks(ref fields, false),
        SizeStep = fields.OptionalQuantity("sizeStep"u8),
        MinSize = fields.OptionalQuantity("minSize"u8),
        MaxSize = fields.OptionalQuantity("maxSize"u8),
        Fees = Fees(ref fields, false),
        OverridesPriceBand = fields.Has("priceBand"u8),
        PriceBand = PriceBand(ref fields, false),
        OverridesDistress = fields.Has("distress"u8),
        Distress = Distress(ref fields, false),
        Standard = Standard(ref fields, false),
        Portfolio = Portfolio(ref fields, false),
    };

    public static ImmutableArray<TickStep>? Ticks(ref ObjectFields fields, bool required)
    {
        if (!fields.TryContainer("ticks"u8, JsonTokenType.StartArray, required, out ReadOnlySpan<byte> json))
            return null;
        string path = fields.PathOf("ticks"u8);
        ImmutableArray<TickStep>.Builder ticks = ImmutableArray.CreateBuilder<TickStep>();
        var items = new ArrayItems(json);
        while (items.MoveNext())
        {
            var item = new ObjectFields(items.Current, new FieldPath(path, items.Index));
            ticks.Add(new TickStep(item.Price("from"u8), item.Price("tick"u8)));
            fields.Fail(item.Finish());
        }

        return ticks.DrainToImmutable();
    }

    /// <summary>Here null says that there is no band; a required band may be null but not absent.</summary>
    public static PriceBandRules? PriceBand(ref ObjectFields fields, bool required)
    {
        bool mayBeAbsent = !required || fields.Has("priceBand"u8);
        if (!TryOpen(ref fields, "priceBand"u8, !mayBeAbsent, out ObjectFields members))
            return null;
        var band = new PriceBandRules(members.Int64("markPpm"u8), members.Price("floor"u8));
        fields.Fail(members.Finish());
        return band;
    }

    /// <summary>As <see cref="PriceBand"/>: null says that there is none.</summary>
    public static DistressRules? Distress(ref ObjectFields fields, bool required)
    {
        bool mayBeAbsent = !required || fields.Has("distress"u8);
        if (!TryOpen(ref fields, "distress"u8, !mayBeAbsent, out ObjectFields members))
            return null;
        var distress = new DistressRules(members.Int64("bandPpm"u8), members.Price("floor"u8));
        fields.Fail(members.Finish());
        return distress;
    }

    public static FeeRules? Fees(ref ObjectFields fields, bool required)
    {
        if (!TryOpen(ref fields, "fees"u8, required, out ObjectFields members))
            return null;
        var fees = new FeeRules(
            members.Int64("makerPpm"u8),
            members.Int64("takerPpm"u8),
            members.Int64("capPpm"u8),
            members.Int64("settlementPpm"u8),
            members.Int64("settlementCapPpm"u8),
            members.Int64("builderPpm"u8));
        fields.Fail(members.Finish());
        return fees;
    }

    public static StandardMarginRules? Standard(ref ObjectFields fields, bool required)
    {
        if (!TryOpen(ref fields, "standard"u8, required, out ObjectFields members))
            return null;
        var standard = new StandardMarginRules(
            members.Int64("imPpm"u8), members.Int64("imFloorPpm"u8), members.Int64("mmPpm"u8));
        fields.Fail(members.Finish());
        return standard;
    }

    public static PortfolioMarginRules? Portfolio(ref ObjectFields fields, bool required)
    {
        if (!TryOpen(ref fields, "portfolio"u8, required, out ObjectFields members))
            return null;
        var portfolio = new PortfolioMarginRules(
            Scenarios(ref members),
            members.Int64("floorPpm"u8),
            members.Int64("gammaPpm"u8),
            members.Int64("gammaHours"u8),
            members.Int64("mmPpm"u8),
            members.Int64("coverPpm"u8),
            members.Int64("perpProfitPpm"u8),
            VolTenor(ref members));
        fields.Fail(members.Finish());
        return portfolio;
    }

    private static VolTenorRules? VolTenor(ref ObjectFields fields)
    {
        if (!TryOpen(ref fields, "volTenor"u8, !fields.Has("volTenor"u8), out ObjectFields members))
            return null;
        var tenor = new VolTenorRules(
            members.Int64("referenceDays"u8),
            members.Int64("powerPpm"u8),
            members.Int64("minPpm"u8),
            members.Int64("maxPpm"u8));
        fields.Fail(members.Finish());
        return tenor;
    }

    public static TierRules? Tier(ref ObjectFields fields)
    {
        if (!TryOpen(ref fields, "tier"u8, true, out ObjectFields members))
            return null;
        var tier = new TierRules(members.Int32("maxOpenOrders"u8), members.Int32("maxOpenPositions"u8));
        fields.Fail(members.Finish());
        return tier;
    }

    public static MmpRules? Mmp(ref ObjectFields fields)
    {
        if (!TryOpen(ref fields, "mmp"u8, true, out ObjectFields members))
            return null;
        var mmp = new MmpRules(
            members.Enum("breach"u8, WireNames.MmpBreaches), members.Enum("window"u8, WireNames.MmpWindows));
        fields.Fail(members.Finish());
        return mmp;
    }

    public static LiquidationRules? Liquidation(ref ObjectFields fields)
    {
        if (!TryOpen(ref fields, "liquidation"u8, true, out ObjectFields members))
            return null;
        var liquidation = new LiquidationRules(
            members.Int64("graceMs"u8), members.Int32("checksPerCommand"u8), members.Int64("maxPauseMs"u8));
        fields.Fail(members.Finish());
        return liquidation;
    }

    private static ImmutableArray<MarginScenario> Scenarios(ref ObjectFields fields)
    {
        if (!fields.TryContainer("scenarios"u8, JsonTokenType.StartArray, true, out ReadOnlySpan<byte> json))
            return [];
        string path = fields.PathOf("scenarios"u8);
        ImmutableArray<MarginScenario>.Builder scenarios = ImmutableArray.CreateBuilder<MarginScenario>();
        var items = new ArrayItems(json);
        while (items.MoveNext())
        {
            var item = new ObjectFields(items.Current, new FieldPath(path, items.Index));
            scenarios.Add(new MarginScenario(
                item.String("id"u8, 0, CommandLimits.MaxScenarioIdBytes),
                item.Int64("spotPpm"u8),
                item.Int64("volPpm"u8),
                item.Int64("weightPpm"u8)));
            fields.Fail(item.Finish());
        }

        return scenarios.DrainToImmutable();
    }

    private static bool TryOpen(
        ref ObjectFields fields, ReadOnlySpan<byte> name, bool required, out ObjectFields members)
    {
        bool found = fields.TryContainer(name, JsonTokenType.StartObject, required, out ReadOnlySpan<byte> json);
        members = found ? new ObjectFields(json, new FieldPath(fields.PathOf(name))) : default;
        return found;
    }
}
