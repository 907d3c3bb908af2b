using Hypercall.Akka.Transfers;
using Hypercall.Engine.Encoding;
using Hypercall.Engine.Numerics;
using Hypercall.Engine.Outcomes;

namespace Hypercall.Akka.Serialization;

/// <summary>Encoding of the events of transfer desks.</summary>
internal static class TransferFields
{
    public static void Write(CanonicalWriter writer, TransferRequested message)
    {
        writer.WriteInt64(message.Number);
        writer.WriteInt128(unchecked((Int128)message.Id.Value));
        writer.WriteAddress(message.Wallet);
        writer.WriteInt128(message.Amount.Units);
        writer.WriteInt64(message.TakenMs);
    }

    public static TransferRequested ReadRequested(ref CanonicalReader reader, ReadOnlyMemory<byte> bytes) => new(
        reader.ReadInt64(),
        new RequestId(unchecked((UInt128)reader.ReadInt128())),
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
        (TransferState)reader.ReadByte((byte)TransferState.Refused, "state"),
        (RejectCode)reader.ReadByte(byte.MaxValue, "code"),
        reader.ReadInt64());
}
