using System.Buffers.Binary;
using Hypercall.Engine.Book;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Events;
using Hypercall.Engine.Shapes;

namespace Hypercall.Engine.State;

/// <summary>
/// The canonical values of the state's entries, as they stand in snapshots and in change records. Those that
/// <see cref="EntryShapes"/> declares are read back by it, the others by <see cref="SnapshotReader"/>.
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
        writer.WriteBoolean(detail.ClientId is not null);
        if (detail.ClientId is { } clientId)
            writer.WriteString(clientId);
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

    /// <summary>A wallet's own values; orders and positions stand elsewhere.</summary>
    public static void WriteWallet(CanonicalWriter writer, WalletAccount wallet)
    {
        writer.WriteAddress(wallet.Address);
        var output = new CanonicalOutput(writer);
        EntryShapes.Walk(ref output, wallet);
    }

    public static void WriteLedger(CanonicalWriter writer, Ledger ledger)
    {
        var output = new CanonicalOutput(writer);
        EntryShapes.Walk(ref output, ledger);
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
        var output = new CanonicalOutput(writer);
        EntryShapes.Walk(ref output, mmp);
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
        var output = new CanonicalOutput(writer);
        EntryShapes.Walk(ref output, underlying);
        writer.WriteCount(underlying.History.Count);
        for (int rank = 0; rank < underlying.History.Count; rank++)
        {
            writer.WriteInt64(underlying.History[rank].TimestampMs);
            writer.WriteInt64(underlying.History[rank].PriceUnits);
        }

        writer.WriteCount(underlying.Smiles.Count);
        foreach (VolatilitySmile smile in underlying.Smiles)
            EntryShapes.Walk(ref output, smile);
    }

    public static void WriteSmile(CanonicalWriter writer, VolatilitySmile smile)
    {
        var output = new CanonicalOutput(writer);
        EntryShapes.Walk(ref output, smile);
    }

    public static void WriteModes(CanonicalWriter writer, TradingModes? modes)
    {
        var output = new CanonicalOutput(writer);
        EntryShapes.WalkModes(ref output, modes);
    }

    public static void WriteOutcome(CanonicalWriter writer, ref OutcomeEntry entry)
    {
        var output = new CanonicalOutput(writer);
        EntryShapes.Walk(ref output, ref entry);
    }

    public static void WriteSource(CanonicalWriter writer, string name, in SourceRecord record)
    {
        writer.WriteString(name);
        var output = new CanonicalOutput(writer);
        EntryShapes.Walk(ref output, record);
    }
}
