using Hypercall.Actors.Transfers;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Events;
using Hypercall.Engine.Shapes;

namespace Hypercall.Actors.Serialization;

/// <summary>Encoding of the events of transfer desks, their requests and answers.</summary>
internal static class TransferFields
{
    /// <summary>Two names of a character, then what is fixed.</summary>
    private const int MinStuckBytes = 2 + 2 + 16 + 8 + 1 + 1 + WalletAddress.Length + 16;

    public static void Write(CanonicalWriter writer, TransferRequested message)
    {
        writer.WriteInt64(message.Number);
        WriteRequestId(writer, message.Id);
        writer.WriteAddress(message.Wallet);
        writer.WriteInt128(message.Amount.Units);
        writer.WriteInt64(message.TakenMs);
    }

    public static TransferRequested ReadRequested(ref CanonicalReader reader, ReadOnlyMemory<byte> bytes) => new(
        reader.ReadInt64(),
        ReadRequestId(ref reader),
        reader.ReadAddress(),
        new Cash(reader.ReadInt128()),
        reader.ReadInt64());

    public static void Write(CanonicalWriter writer, TransferAdvanced message)
    {
        writer.WriteInt64(message.Number);
        writer.WriteByte((byte)message.State);
        writer.WriteByte((byte)message.Code);
        writer.WriteInt64(message.AtMs);
    }

    public static TransferAdvanced ReadAdvanced(ref CanonicalReader reader, ReadOnlyMemory<byte> bytes) => new(
        reader.ReadInt64(),
        ReadState(ref reader),
        ReadCode(ref reader),
        reader.ReadInt64());

    public static void Write(CanonicalWriter writer, TransferCash message)
    {
        TextFields.WriteId(writer, message.From);
        TextFields.WriteId(writer, message.To);
        writer.WriteInt64(message.Token);
        WriteRequestId(writer, message.Id);
        writer.WriteAddress(message.Wallet);
        writer.WriteInt128(message.Amount.Units);
    }

    public static TransferCash ReadCash(ref CanonicalReader reader, ReadOnlyMemory<byte> bytes) => new(
        TextFields.ReadId(ref reader, "from"),
        TextFields.ReadId(ref reader, "to"),
        reader.ReadInt64(),
        ReadRequestId(ref reader),
        reader.ReadAddress(),
        new Cash(reader.ReadInt128()));

    public static void Write(CanonicalWriter writer, TransferStatus message)
    {
        writer.WriteInt64(message.Token);
        WriteRequestId(writer, message.Id);
        writer.WriteInt64(message.Number);
        writer.WriteByte((byte)message.State);
        writer.WriteByte((byte)message.Code);
        writer.WriteAddress(message.Wallet);
        writer.WriteInt128(message.Amount.Units);
    }

    public static TransferStatus ReadStatus(ref CanonicalReader reader, ReadOnlyMemory<byte> bytes) => new(
        reader.ReadInt64(),
        ReadRequestId(ref reader),
        reader.ReadInt64(),
        ReadState(ref reader),
        ReadCode(ref reader),
        reader.ReadAddress(),
        new Cash(reader.ReadInt128()));

    public static void Write(CanonicalWriter writer, QueryTransfers message) => writer.WriteInt64(message.Token);

    public static QueryTransfers ReadQuery(ref CanonicalReader reader, ReadOnlyMemory<byte> bytes) =>
        new(reader.ReadInt64());

    public static void Write(CanonicalWriter writer, StuckTransfers message)
    {
        writer.WriteInt64(message.Token);
        writer.WriteInt32(message.SilentDesks);
        writer.WriteCount(message.Transfers.Count);
        foreach (StuckTransfer transfer in message.Transfers)
        {
            TextFields.WriteId(writer, transfer.From);
            TextFields.WriteId(writer, transfer.To);
            WriteRequestId(writer, transfer.Id);
            writer.WriteInt64(transfer.Number);
            writer.WriteByte((byte)transfer.Step);
            writer.WriteByte((byte)transfer.Code);
            writer.WriteAddress(transfer.Wallet);
            writer.WriteInt128(transfer.Amount.Units);
        }
    }

    public static StuckTransfers ReadStuck(ref CanonicalReader reader, ReadOnlyMemory<byte> bytes)
    {
        long token = reader.ReadInt64();
        int silent = reader.ReadInt32();
        var transfers = new StuckTransfer[reader.ReadCount(StuckTransfers.MostTold, MinStuckBytes, "stuck transfer")];
        for (int index = 0; index < transfers.Length; index++)
        {
            transfers[index] = new StuckTransfer(
                TextFields.ReadId(ref reader, "from"),
                TextFields.ReadId(ref reader, "to"),
                ReadRequestId(ref reader),
                reader.ReadInt64(),
                ReadState(ref reader),
                ReadCode(ref reader),
                reader.ReadAddress(),
                new Cash(reader.ReadInt128()));
        }

        return new StuckTransfers(token, transfers, silent);
    }

    public static void Write(CanonicalWriter writer, EndTransfer message)
    {
        TextFields.WriteId(writer, message.From);
        TextFields.WriteId(writer, message.To);
        writer.WriteInt64(message.Token);
        WriteRequestId(writer, message.Id);
        writer.WriteBoolean(message.As == TransferState.Completed);
        writer.WriteString(message.Reason);
    }

    public static EndTransfer ReadEnd(ref CanonicalReader reader, ReadOnlyMemory<byte> bytes) => new(
        TextFields.ReadId(ref reader, "from"),
        TextFields.ReadId(ref reader, "to"),
        reader.ReadInt64(),
        ReadRequestId(ref reader),
        reader.ReadBoolean() ? TransferState.Completed : TransferState.Refused,
        reader.ReadString(EndTransfer.MaxReasonBytes, "reason"));

    private static void WriteRequestId(CanonicalWriter writer, RequestId id) =>
        writer.WriteInt128(unchecked((Int128)id.Value));

    private static RequestId ReadRequestId(ref CanonicalReader reader) =>
        new(unchecked((UInt128)reader.ReadInt128()));

    private static TransferState ReadState(ref CanonicalReader reader) =>
        (TransferState)reader.ReadByte((byte)TransferState.Stuck, "state");

    private static RejectCode ReadCode(ref CanonicalReader reader) =>
        (RejectCode)reader.ReadByte(byte.MaxValue, "code");
}
