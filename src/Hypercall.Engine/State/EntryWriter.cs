using System.Buffers.Binary;
using Hypercall.Engine.Book;
using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Events;
using Hypercall.Engine.Shapes;

namespace Hypercall.Engine.State;

/// <summary>
/// The canonical values of the state's entries, as they stand in snapshots and in change records. Layouts are read
/// back by <see cref="SnapshotReader"/>.
/// </summary>
internal static class EntryWriter
{
    /// <summary>Bytes of what every order has.</summary>
    public const int FixedOrderBytes = 44;

    /// <summary>An open order; its place in the queue is its place in the snapshot.</summary>
    public static void WriteOrder(CanonicalWriter writer, in OrderNode node, in OrderDetail detail)
    {
        Span<byte> fixedPart = writer.Reserve(FixedOrderBytes);
        BinaryPrimitives.WriteInt64LittleEndian(fixedPart, node.OrderId);
        BinaryPrimitives.WriteInt64LittleEndian(fixedPart[8..], node.PriceUnits);
        BinaryPrimitives.WriteInt64LittleEndian(fixedPart[16..], node.SizeUnits);
        BinaryPrimitives.WriteInt64LittleEndian(fixedPart[24..], node.RemainingUnits);
        BinaryPrimitives.WriteInt32LittleEndian(fixedPart[32..], node.Wallet);
        BinaryPrimitives.WriteInt32LittleEndian(fixedPart[36..], node.Instrument);
        fixedPart[40] = (byte)node.Side;
        fixedPart[41] = (byte)node.TimeInForce;
        fixedPart[42] = (byte)node.Flags;
        fixedPart[43] = node.HasRareDetail ? (byte)1 : (byte)0;
        if (node.HasRareDetail)
            WriteRareDetail(writer, node, detail);
    }

    private static void WriteRareDetail(CanonicalWriter writer, in OrderNode node, in OrderDetail detail)
    {
        if (node.TimeInForce == TimeInForce.Gtd)
            writer.WriteInt64(detail.ExpiresAtMs);
        writer.WriteBoolean(detail.Builder is not null);
        if (detail.Builder is { } builder)
            writer.WriteAddress(builder);
        WriteOptional(writer, detail.ClientId);
    }

    /// <summary>A wallet's own values; orders and positions stand elsewhere.</summary>
    public static void WriteWallet(CanonicalWriter writer, WalletAccount wallet)
    {
        writer.WriteAddress(wallet.Address);
        writer.WriteInt128(wallet.CashUnits);
        writer.WriteByte((byte)wallet.Mode);
        writer.WriteByte((byte)wallet.LiquidationState);
        writer.WriteInt32(wallet.BonusPpm);
        writer.WriteInt64(wallet.CancelAllAtMs);
        WalletPresence presence = (wallet.Tier is not null ? WalletPresence.Tier : 0)
            | (wallet.DebtUnits != 0 ? WalletPresence.Debt : 0)
            | (wallet.Stage is not null ? WalletPresence.Stage : 0)
            | (wallet.HypercoreEquityUnits != 0 ? WalletPresence.HypercoreEquity : 0);
        writer.WriteByte((byte)presence);
        if (presence != WalletPresence.None)
            WriteRareWalletValues(writer, wallet);
    }

    private static void WriteRareWalletValues(CanonicalWriter writer, WalletAccount wallet)
    {
        if (wallet.Tier is { } tier)
        {
            writer.WriteString(tier);
            writer.WriteInt32(wallet.TierMaxOpenOrders);
            writer.WriteInt32(wallet.TierMaxOpenPositions);
        }

        if (wallet.DebtUnits != 0)
            writer.WriteInt128(wallet.DebtUnits);
        if (wallet.Stage is { } stage)
            WriteStage(writer, stage);
        if (wallet.HypercoreEquityUnits != 0)
            writer.WriteInt128(wallet.HypercoreEquityUnits);
    }

    private static void WriteStage(CanonicalWriter writer, LiquidationStage stage)
    {
        writer.WriteInt64(stage.EnteredAtMs);
        writer.WriteInt64(stage.EndsAtMs);
        writer.WriteInt64(stage.PauseUntilMs);
    }

    public static void WritePerp(CanonicalWriter writer, WalletExposure exposure)
    {
        writer.WriteCount(exposure.Wallet.Number);
        writer.WriteCount(exposure.Underlying.Number);
        writer.WriteInt64(exposure.PerpUnits);
        writer.WriteInt64(exposure.PerpEntryUnits);
    }

    public static void WritePosition(CanonicalWriter writer, in PositionEntry entry)
    {
        writer.WriteCount(entry.Wallet);
        writer.WriteCount(entry.Instrument);
        writer.WriteInt64(entry.QuantityUnits);
        writer.WriteInt128(entry.CostUnits);
    }

    public static void WriteLedger(CanonicalWriter writer, Ledger ledger)
    {
        writer.WriteInt128(ledger.ClearingUnits);
        writer.WriteInt128(ledger.FeesUnits);
        writer.WriteInt128(ledger.InsuranceUnits);
        writer.WriteInt128(ledger.DepositsUnits);
        writer.WriteInt128(ledger.WithdrawalsUnits);
        writer.WriteInt128(ledger.HoldingsSettledUnits);
    }

    public static void WriteAgent(CanonicalWriter writer, in AgentTable.Entry entry)
    {
        writer.WriteCount(entry.Key.Wallet);
        writer.WriteAddress(entry.Key.Agent);
        writer.WriteInt64(entry.DeathMs);
    }

    /// <summary>A protection state without the fills of its window.</summary>
    public static void WriteMmp(CanonicalWriter writer, MmpState mmp)
    {
        writer.WriteCount(mmp.Wallet);
        writer.WriteCount(mmp.Underlying);
        writer.WriteBoolean(mmp.Enabled);
        writer.WriteInt64(mmp.IntervalMs);
        writer.WriteInt64(mmp.FrozenTimeMs);
        WriteOptional(writer, mmp.QuantityLimitUnits);
        WriteOptional(writer, mmp.DeltaLimitUnits);
        WriteOptional(writer, mmp.VegaLimitUnits);
        writer.WriteInt64(mmp.ConfigNonce);
        writer.WriteInt64(mmp.FrozenUntilMs);
    }

    public static void WriteInstrument(CanonicalWriter writer, Instrument instrument)
    {
        writer.WriteCount(instrument.Number);
        writer.WriteString(instrument.Symbol);
        writer.WriteByte((byte)instrument.Status);
        writer.WriteInt64(instrument.ExpiryMs);
        writer.WriteInt64(instrument.TwapUnits);
        writer.WriteInt64(instrument.HeldUnits);
    }

    public static void WriteUnderlying(CanonicalWriter writer, Underlying underlying)
    {
        writer.WriteString(underlying.Name);
        writer.WriteInt64(underlying.IndexPriceUnits);
        writer.WriteInt64(underlying.IndexTimeMs);
        WriteModes(writer, underlying.Modes);
        writer.WriteBoolean(underlying.SettlementPool is not null);
        if (underlying.SettlementPool is { } pool)
            WriteSettlementPool(writer, pool);
        writer.WriteCount(underlying.History.Count);
        for (int rank = 0; rank < underlying.History.Count; rank++)
        {
            writer.WriteInt64(underlying.History[rank].TimestampMs);
            writer.WriteInt64(underlying.History[rank].PriceUnits);
        }

        writer.WriteCount(underlying.Smiles.Count);
        foreach (VolatilitySmile smile in underlying.Smiles)
            WriteSmile(writer, smile);
    }

    private static void WriteSettlementPool(CanonicalWriter writer, in SettlementPoolConfig pool)
    {
        var output = new CanonicalOutput(writer);
        SettlementPoolShape.Walk(ref output, pool);
    }

    public static void WriteSmile(CanonicalWriter writer, VolatilitySmile smile)
    {
        writer.WriteInt32(smile.ExpiryDate);
        writer.WriteInt64(smile.ExpiryMs);
        writer.WriteInt64(smile.UpdatedAtMs);
        writer.WriteCount(smile.Points.Length);
        foreach (VolatilityPoint point in smile.Points)
        {
            writer.WriteInt64(point.Strike.Units);
            writer.WriteInt64(point.VolatilityUnits);
        }
    }

    public static void WriteModes(CanonicalWriter writer, TradingModes? modes) =>
        writer.WriteByte(modes is { } set ? (byte)((byte)set + 1) : (byte)0);

    public static void WriteOutcome(CanonicalWriter writer, in OutcomeEntry entry)
    {
        writer.WriteUInt128(entry.Key.RequestId);
        writer.WriteByte((byte)entry.Key.Scope);
        if (entry.Key.Scope != RequestScope.Venue)
            writer.WriteAddress(entry.Key.Address);
        writer.WriteInt64(entry.Sequence);
        writer.WriteInt64(entry.TimestampMs);
        WriteRejection(writer, entry.Rejection);
        writer.WriteVarUInt((ulong)entry.OrderId);
        writer.WriteByte(entry.Status);
        writer.WriteInt64(entry.FilledUnits);
        writer.WriteUInt128(entry.CommandDigest);
        writer.WriteCount(entry.Results is null ? 0 : entry.Results.Length + 1);
        if (entry.Results is null)
            return;
        foreach (RememberedResult result in entry.Results)
        {
            writer.WriteByte((byte)result.Code);
            writer.WriteVarUInt((ulong)result.OrderId);
        }
    }

    public static void WriteSource(CanonicalWriter writer, string name, in SourceRecord record)
    {
        writer.WriteString(name);
        writer.WriteInt64(record.Number);
        writer.WriteUInt128(record.Digest);
        writer.WriteInt64(record.Sequence);
        WriteRejection(writer, record.Rejection);
    }

    private static void WriteRejection(CanonicalWriter writer, in Rejection rejection)
    {
        writer.WriteByte((byte)rejection.Code);
        if (!rejection.IsRejected)
            return;
        writer.WriteInt128(rejection.Arguments.First);
        writer.WriteInt128(rejection.Arguments.Second);
        WriteOptional(writer, rejection.Arguments.Name);
    }

    private static void WriteOptional(CanonicalWriter writer, string? text)
    {
        writer.WriteBoolean(text is not null);
        if (text is not null)
            writer.WriteString(text);
    }

    private static void WriteOptional(CanonicalWriter writer, long? number)
    {
        writer.WriteBoolean(number is not null);
        if (number is { } value)
            writer.WriteInt64(value);
    }
}
