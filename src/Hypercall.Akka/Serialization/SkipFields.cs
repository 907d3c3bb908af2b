using Hypercall.Actors.Protocol;
using Hypercall.Engine.Shapes;

namespace Hypercall.Actors.Serialization;

/// <summary>Encoding of the operator's skip requests and their answers.</summary>
internal static class SkipFields
{
    public static void Write(CanonicalWriter writer, SkipCommand message)
    {
        TextFields.WriteId(writer, message.Partition);
        writer.WriteInt64(message.Token);
        writer.WriteInt64(message.Sequence);
        TextFields.WriteSentence(writer, message.Reason);
    }

    public static SkipCommand ReadCommand(ref CanonicalReader reader, ReadOnlyMemory<byte> bytes) => new(
        TextFields.ReadId(ref reader, "partition"),
        reader.ReadInt64(),
        reader.ReadInt64(),
        TextFields.ReadSentence(ref reader, "reason"));

    public static void Write(CanonicalWriter writer, SkipAnswer message)
    {
        writer.WriteInt64(message.Token);
        writer.WriteBoolean(message.Error is not null);
        if (message.Error is { } error)
            TextFields.WriteSentence(writer, error);
    }

    public static SkipAnswer ReadAnswer(ref CanonicalReader reader, ReadOnlyMemory<byte> bytes) => new(
        reader.ReadInt64(), reader.ReadBoolean() ? TextFields.ReadSentence(ref reader, "error") : null);
}
