using Hypercall.Akka.Transfers;
using Hypercall.Engine.Encoding;
using Hypercall.Engine.Numerics;
using Hypercall.Engine.Outcomes;

namespace Hypercall.Akka.Serialization;

/// <summary>Encoding of the events of transfer desks, their requests and answers.</summary>
internal static class TransferFields
{
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

    private static void WriteRequestId(CanonicalWriter writer, RequestId id) =>
        writer.WriteInt128(unchecked((Int128)id.Value));

    private static RequestId ReadRequestId(ref CanonicalReader reader) =>
        new(unchecked((UInt128)reader.ReadInt128()));

    private static TransferState ReadState(ref CanonicalReader reader) =>
        (TransferState)reader.ReadByte((byte)TransferState.Refused, "state");

    private static RejectCode ReadCode(ref CanonicalReader reader) =>
        (RejectCode)reader.ReadByte(byte.MaxValue, "code");
}
