using System.Collections.Immutable;
using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Domain.Rules;

namespace Hypercall.Engine.Shapes;

/// <summary>
/// The canonical encoding of a whole rule set, in SetRules commands and in snapshots. Reading checks form only (enum
/// values, lengths), so that a rule set with members out of range can be journaled and rejected by the engine
/// (<see cref="RuleSetValidation"/>).
/// </summary>
public static partial class RuleSetCodec
{
    private const byte Version = 1;
    private const int MinSignerBytes = WalletAddress.Length + 1;
    private const int TickBytes = 16;
    private const int MinScenarioBytes = 1 + 24;
    private const int MinOverrideBytes = 1 + 2;

    /// <summary>Appends a rule set.</summary>
    public static void Write(CanonicalWriter writer, RuleSet rules)
    {
        writer.WriteByte(Version);
        writer.WriteInt32(rules.Version);
        writer.WriteInt32(rules.Semantics);
        writer.WriteBoolean(rules.MarginEnabled);
        writer.WriteByte((byte)rules.DefaultStp);
        WriteSigners(writer, rules.VenueSigners.AsSpan());
        WriteBuilders(writer, rules.Builders.AsSpan());
        writer.WriteInt32(rules.OutcomeCache);
        writer.WriteInt64(rules.OutcomeCacheBytes);
        writer.WriteInt32(rules.MaxSources);
        writer.WriteInt32(rules.MaxAgents);
        writer.WriteInt32(rules.MaxAgentRecords);
        writer.WriteInt32(rules.MaxMakers);
        writer.WriteInt64(rules.MaxMmpIntervalMs);
        writer.WriteInt32(rules.MaxMmpRecords);
        writer.WriteInt64(rules.MaxPriceAgeMs);
        writer.WriteInt64(rules.MaxIndexMovePpm);
        writer.WriteInt32(rules.ExpiryTimeMinutes);
        writer.WriteInt32(rules.SignificantFigures);
        WriteTrading(writer, rules.Trading);
        WriteFees(writer, rules.Fees);
        writer.WriteInt32(rules.Tier.MaxOpenOrders);
        writer.WriteInt32(rules.Tier.MaxOpenPositions);
        writer.WriteByte((byte)rules.Mmp.Breach);
        writer.WriteByte((byte)rules.Mmp.Window);
        WriteStandard(writer, rules.Standard);
        WritePortfolio(writer, rules.Portfolio);
        writer.WriteInt64(rules.Liquidation.GraceMs);
        writer.WriteInt32(rules.Liquidation.ChecksPerCommand);
        writer.WriteInt64(rules.Liquidation.MaxPauseMs);
        writer.WriteInt64(rules.TwapMs);
        writer.WriteInt64(rules.MaxSettlementMovePpm);
        writer.WriteInt64(rules.MinTwapCoveragePpm);
        WriteOverrides(writer, rules.Overrides.AsSpan());
    }

    /// <summary>Reads a rule set.</summary>
    /// <returns>Null when the reader has failed; its error says why.</returns>
    public static RuleSet? Read(ref CanonicalReader reader)
    {
        byte version = reader.ReadByte();
        if (!reader.Failed && version != Version)
            reader.Fail($"rule set version {version} is unknown");
        if (reader.Failed)
            return null;

        // Members are read in the order in which the initializer names them, which is the order of writing.
        var rules = new RuleSet
        {
            Version = reader.ReadInt32(),
            Semantics = reader.ReadInt32(),
            MarginEnabled = reader.ReadBoolean(),
            DefaultStp = (StpMode)reader.ReadByte((byte)StpMode.Decrement, "default stp"),
            VenueSigners = ReadSigners(ref reader),
            Builders = ReadBuilders(ref reader),
            OutcomeCache = reader.ReadInt32(),
            OutcomeCacheBytes = reader.ReadInt64(),
            MaxSources = reader.ReadInt32(),
            MaxAgents = reader.ReadInt32(),
            MaxAgentRecords = reader.ReadInt32(),
            MaxMakers = reader.ReadInt32(),
            MaxMmpIntervalMs = reader.ReadInt64(),
            MaxMmpRecords = reader.ReadInt32(),
            MaxPriceAgeMs = reader.ReadInt64(),
            MaxIndexMovePpm = reader.ReadInt64(),
            ExpiryTimeMinutes = reader.ReadInt32(),
            SignificantFigures = reader.ReadInt32(),
            Trading = ReadTrading(ref reader),
            Fees = ReadFees(ref reader),
            Tier = new TierRules(reader.ReadInt32(), reader.ReadInt32()),
            Mmp = new MmpRules(
                (MmpBreach)reader.ReadByte((byte)MmpBreach.Reaches, "mmp breach"),
                (MmpWindow)reader.ReadByte((byte)MmpWindow.Fixed, "mmp window")),
            Standard = ReadStandard(ref reader),
            Portfolio = ReadPortfolio(ref reader),
            Liquidation = new LiquidationRules(reader.ReadInt64(), reader.ReadInt32(), reader.ReadInt64()),
            TwapMs = reader.ReadInt64(),
            MaxSettlementMovePpm = reader.ReadInt64(),
            MinTwapCoveragePpm = reader.ReadInt64(),
            Overrides = ReadOverrides(ref reader),
        };
        return reader.Failed ? null : rules;
    }

    private static void WriteSigners(CanonicalWriter writer, ReadOnlySpan<VenueSigner> signers)
    {
        writer.WriteCount(signers.Length);
        foreach (VenueSigner signer in signers)
        {
            writer.WriteAddress(signer.Signer);
            writer.WriteCount(signer.Commands.AsSpan().Length);
            foreach (CommandType command in signer.Commands.AsSpan())
                writer.WriteByte((byte)command);
        }
    }

    private static ImmutableArray<VenueSigner> ReadSigners(ref CanonicalReader reader)
    {
        int count = reader.ReadCount(int.MaxValue, MinSignerBytes, "venue signer");
        ImmutableArray<VenueSigner>.Builder signers = ImmutableArray.CreateBuilder<VenueSigner>(count);
        for (int i = 0; i < count && !reader.Failed; i++)
            signers.Add(new VenueSigner(reader.ReadAddress(), ReadCommandTypes(ref reader)));
        return signers.DrainToImmutable();
    }

    private static void WriteBuilders(CanonicalWriter writer, ReadOnlySpan<WalletAddress> builders)
    {
        writer.WriteCount(builders.Length);
        foreach (ref readonly WalletAddress builder in builders)
            writer.WriteAddress(builder);
    }

    private static ImmutableArray<WalletAddress> ReadBuilders(ref CanonicalReader reader)
    {
        int count = reader.ReadCount(int.MaxValue, WalletAddress.Length, "builder");
        ImmutableArray<WalletAddress>.Builder builders = ImmutableArray.CreateBuilder<WalletAddress>(count);
        for (int i = 0; i < count && !reader.Failed; i++)
            builders.Add(reader.ReadAddress());
        return builders.DrainToImmutable();
    }

    private static ImmutableArray<CommandType> ReadCommandTypes(ref CanonicalReader reader)
    {
        int count = reader.ReadCount(int.MaxValue, 1, "venue command");
        ImmutableArray<CommandType>.Builder types = ImmutableArray.CreateBuilder<CommandType>(count);
        for (int i = 0; i < count && !reader.Failed; i++)
        {
            var type = (CommandType)reader.ReadByte();
            if (!Enum.IsDefined(type))
                reader.Fail($"command type {(byte)type} is unknown");
            types.Add(type);
        }

        return types.DrainToImmutable();
    }

    private static void WriteTrading(CanonicalWriter writer, TradingRules trading)
    {
        WriteTicks(writer, trading.Ticks.AsSpan());
        writer.WriteInt64(trading.SizeStep.Units);
        writer.WriteInt64(trading.MinSize.Units);
        writer.WriteInt64(trading.MaxSize.Units);
        WriteBand(writer, trading.PriceBand);
        WriteDistress(writer, trading.Distress);
    }

    private static TradingRules ReadTrading(ref CanonicalReader reader) => new(
        ReadTicks(ref reader),
        new Quantity(reader.ReadInt64()),
        new Quantity(reader.ReadInt64()),
        new Quantity(reader.ReadInt64()),
        ReadBand(ref reader),
        ReadDistress(ref reader));
}
