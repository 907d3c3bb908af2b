using Hypercall.Actors.Protocol;
using Hypercall.Engine.Shapes;

namespace Hypercall.Actors.Serialization;

/// <summary>Encoding of the operator's snapshot requests and their answers.</summary>
internal static class SnapshotFields
{
    public static void Write(CanonicalWriter writer, TakeSnapshot message)
    {
        TextFields.WriteId(writer, message.Partition);
        writer.WriteInt64(message.Token);
    }

    public static TakeSnapshot ReadRequest(ref CanonicalReader reader, ReadOnlyMemory<byte> bytes) =>
        new(TextFields.ReadId(ref reader, "partition"), reader.ReadInt64());

    public static void Write(CanonicalWriter writer, SnapshotTaken message)
    {
        writer.WriteInt64(message.Token);
        writer.WriteInt64(message.RecordNumber);
        writer.WriteBoolean(message.Error is not null);
        if (message.Error is { } error)
            TextFields.WriteSentence(writer, error);
    }

    public static SnapshotTaken ReadAnswer(ref CanonicalReader reader, ReadOnlyMemory<byte> bytes) => new(
        reader.ReadInt64(),
        reader.ReadInt64(0, long.MaxValue, "record number"),
        reader.ReadBoolean() ? TextFields.ReadSentence(ref reader, "error") : null);
}
