using System.Collections.Immutable;
using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Domain.Rules;

namespace Hypercall.Engine.Shapes;

/// <summary>The members that a rule set and its overrides per underlying share, and the overrides.</summary>
public static partial class RuleSetCodec
{
    [Flags]
    private enum OverridePresence : ushort
    {
        None = 0,
        ExpiryTime = 1,
        Ticks = 2,
        SizeStep = 4,
        MinSize = 8,
        MaxSize = 16,
        Fees = 32,
        PriceBand = 64,
        Standard = 128,
        Portfolio = 256,
        Distress = 512,
        All = 1023,
    }

    private static void WriteTicks(CanonicalWriter writer, ReadOnlySpan<TickStep> ticks)
    {
        writer.WriteCount(ticks.Length);
        foreach (ref readonly TickStep step in ticks)
        {
            writer.WriteInt64(step.From.Units);
            writer.WriteInt64(step.Tick.Units);
        }
    }

    private static ImmutableArray<TickStep> ReadTicks(ref CanonicalReader reader)
    {
        int count = reader.ReadCount(int.MaxValue, TickBytes, "tick");
        ImmutableArray<TickStep>.Builder ticks = ImmutableArray.CreateBuilder<TickStep>(count);
        for (int i = 0; i < count && !reader.Failed; i++)
            ticks.Add(new TickStep(new Price(reader.ReadInt64()), new Price(reader.ReadInt64())));
        return ticks.DrainToImmutable();
    }

    private static void WriteBand(CanonicalWriter writer, PriceBandRules? band)
    {
        writer.WriteBoolean(band.HasValue);
        if (band is not { } present)
            return;
        writer.WriteInt64(present.MarkPpm);
        writer.WriteInt64(present.Floor.Units);
    }

    private static PriceBandRules? ReadBand(ref CanonicalReader reader) => reader.ReadBoolean()
        ? new PriceBandRules(reader.ReadInt64(), new Price(reader.ReadInt64()))
        : null;

    private static void WriteDistress(CanonicalWriter writer, DistressRules? distress)
    {
        writer.WriteBoolean(distress.HasValue);
        if (distress is not { } present)
            return;
        writer.WriteInt64(present.BandPpm);
        writer.WriteInt64(present.Floor.Units);
    }

    private static DistressRules? ReadDistress(ref CanonicalReader reader) => reader.ReadBoolean()
        ? new DistressRules(reader.ReadInt64(), new Price(reader.ReadInt64()))
        : null;

    private static void WriteFees(CanonicalWriter writer, FeeRules fees)
    {
        writer.WriteInt64(fees.MakerPpm);
        writer.WriteInt64(fees.TakerPpm);
        writer.WriteInt64(fees.CapPpm);
        writer.WriteInt64(fees.SettlementPpm);
        writer.WriteInt64(fees.SettlementCapPpm);
        writer.WriteInt64(fees.BuilderPpm);
    }

    private static FeeRules ReadFees(ref CanonicalReader reader) => new(
        reader.ReadInt64(),
        reader.ReadInt64(),
        reader.ReadInt64(),
        reader.ReadInt64(),
        reader.ReadInt64(),
        reader.ReadInt64());

    private static void WriteStandard(CanonicalWriter writer, StandardMarginRules standard)
    {
        writer.WriteInt64(standard.ImPpm);
        writer.WriteInt64(standard.ImFloorPpm);
        writer.WriteInt64(standard.MmPpm);
    }

    private static StandardMarginRules ReadStandard(ref CanonicalReader reader) =>
        new(reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt64());

    private static void WritePortfolio(CanonicalWriter writer, PortfolioMarginRules portfolio)
    {
        ReadOnlySpan<MarginScenario> scenarios = portfolio.Scenarios.AsSpan();
        writer.WriteCount(scenarios.Length);
        foreach (MarginScenario scenario in scenarios)
        {
            writer.WriteString(scenario.Id);
            writer.WriteInt64(scenario.SpotPpm);
            writer.WriteInt64(scenario.VolPpm);
            writer.WriteInt64(scenario.WeightPpm);
        }

        writer.WriteInt64(portfolio.FloorPpm);
        writer.WriteInt64(portfolio.GammaPpm);
        writer.WriteInt64(portfolio.GammaHours);
        writer.WriteInt64(portfolio.MmPpm);
        writer.WriteInt64(portfolio.CoverPpm);
        writer.WriteInt64(portfolio.PerpProfitPpm);
        writer.WriteBoolean(portfolio.VolTenor is not null);
        if (portfolio.VolTenor is not { } tenor)
            return;
        writer.WriteInt64(tenor.ReferenceDays);
        writer.WriteInt64(tenor.PowerPpm);
        writer.WriteInt64(tenor.MinPpm);
        writer.WriteInt64(tenor.MaxPpm);
    }

    private static PortfolioMarginRules ReadPortfolio(ref CanonicalReader reader) => new(
        ReadScenarios(ref reader),
        reader.ReadInt64(),
        reader.ReadInt64(),
        reader.ReadInt64(),
        reader.ReadInt64(),
        reader.ReadInt64(),
        reader.ReadInt64(),
        ReadVolTenor(ref reader));

    private static VolTenorRules? ReadVolTenor(ref CanonicalReader reader) => reader.ReadBoolean()
        ? new VolTenorRules(reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt64())
        : null;

    private static ImmutableArray<MarginScenario> ReadScenarios(ref CanonicalReader reader)
    {
        int count = reader.ReadCount(int.MaxValue, MinScenarioBytes, "scenario");
        ImmutableArray<MarginScenario>.Builder scenarios = ImmutableArray.CreateBuilder<MarginScenario>(count);
        for (int i = 0; i < count && !reader.Failed; i++)
        {
            string id = reader.ReadString(CommandLimits.MaxScenarioIdBytes, "scenario id");
            scenarios.Add(new MarginScenario(id, reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt64()));
        }

        return scenarios.DrainToImmutable();
    }

    private static void WriteOverrides(CanonicalWriter writer, ReadOnlySpan<UnderlyingOverride> overrides)
    {
        writer.WriteCount(overrides.Length);
        foreach (UnderlyingOverride item in overrides)
        {
            writer.WriteString(item.Underlying);
            OverridePresence presence = PresenceOf(item);
            writer.WriteByte((byte)((ushort)presence & 0xFF));
            writer.WriteByte((byte)((ushort)presence >> 8));
            WriteOverride(writer, item);
        }
    }

    private static OverridePresence PresenceOf(UnderlyingOverride item) =>
        (item.ExpiryTimeMinutes.HasValue ? OverridePresence.ExpiryTime : 0)
        | (item.Ticks.HasValue ? OverridePresence.Ticks : 0)
        | (item.SizeStep.HasValue ? OverridePresence.SizeStep : 0)
        | (item.MinSize.HasValue ? OverridePresence.MinSize : 0)
        | (item.MaxSize.HasValue ? OverridePresence.MaxSize : 0)
        | (item.Fees is not null ? OverridePresence.Fees : 0)
        | (item.OverridesPriceBand ? OverridePresence.PriceBand : 0)
        | (item.Standard is not null ? OverridePresence.Standard : 0)
        | (item.Portfolio is not null ? OverridePresence.Portfolio : 0)
        | (item.OverridesDistress ? OverridePresence.Distress : 0);

    private static void WriteOverride(CanonicalWriter writer, UnderlyingOverride item)
    {
        if (item.ExpiryTimeMinutes is { } minutes)
            writer.WriteInt32(minutes);
        if (item.Ticks is { } ticks)
            WriteTicks(writer, ticks.AsSpan());
        if (item.SizeStep is { } step)
            writer.WriteInt64(step.Units);
        if (item.MinSize is { } min)
            writer.WriteInt64(min.Units);
        if (item.MaxSize is { } max)
            writer.WriteInt64(max.Units);
        if (item.Fees is { } fees)
            WriteFees(writer, fees);
        if (item.OverridesPriceBand)
            WriteBand(writer, item.PriceBand);
        if (item.Standard is { } standard)
            WriteStandard(writer, standard);
        if (item.Portfolio is { } portfolio)
            WritePortfolio(writer, portfolio);
        if (item.OverridesDistress)
            WriteDistress(writer, item.Distress);
    }

    private static ImmutableArray<UnderlyingOverride> ReadOverrides(ref CanonicalReader reader)
    {
        int count = reader.ReadCount(int.MaxValue, MinOverrideBytes, "override");
        ImmutableArray<UnderlyingOverride>.Builder items = ImmutableArray.CreateBuilder<UnderlyingOverride>(count);
        for (int i = 0; i < count && !reader.Failed; i++)
            items.Add(ReadOverride(ref reader));
        return items.DrainToImmutable();
    }

    private static UnderlyingOverride ReadOverride(ref CanonicalReader reader)
    {
        string underlying = reader.ReadString(CommandLimits.MaxSymbolBytes, "underlying");
        int low = reader.ReadByte();
        int high = reader.ReadByte((int)OverridePresence.All >> 8, "override members");
        var presence = (OverridePresence)(low | (high << 8));
        return new UnderlyingOverride
        {
            Underlying = underlying,
            ExpiryTimeMinutes = Has(presence, OverridePresence.ExpiryTime) ? reader.ReadInt32() : null,
            Ticks = Has(presence, OverridePresence.Ticks) ? ReadTicks(ref reader) : null,
            SizeStep = ReadQuantity(ref reader, presence, OverridePresence.SizeStep),
            MinSize = ReadQuantity(ref reader, presence, OverridePresence.MinSize),
            MaxSize = ReadQuantity(ref reader, presence, OverridePresence.MaxSize),
            Fees = Has(presence, OverridePresence.Fees) ? ReadFees(ref reader) : null,
            OverridesPriceBand = Has(presence, OverridePresence.PriceBand),
            PriceBand = Has(presence, OverridePresence.PriceBand) ? ReadBand(ref reader) : null,
            Standard = Has(presence, OverridePresence.Standard) ? ReadStandard(ref reader) : null,
            Portfolio = Has(presence, OverridePresence.Portfolio) ? ReadPortfolio(ref reader) : null,
            OverridesDistress = Has(presence, OverridePresence.Distress),
            Distress = Has(presence, OverridePresence.Distress) ? ReadDistress(ref reader) : null,
        };
    }

    private static Quantity? ReadQuantity(
        ref CanonicalReader reader, OverridePresence presence, OverridePresence member) =>
        Has(presence, member) ? new Quantity(reader.ReadInt64()) : null;

    private static bool Has(OverridePresence presence, OverridePresence member) => (presence & member) != 0;
}
