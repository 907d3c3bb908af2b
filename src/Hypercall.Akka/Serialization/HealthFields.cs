using Hypercall.Actors.Protocol;
using Hypercall.Engine.Shapes;
using Hypercall.Sequencer.Live;

namespace Hypercall.Actors.Serialization;

/// <summary>Encoding of health and unavailability.</summary>
internal static class HealthFields
{
    public static void Write(CanonicalWriter writer, EngineUnavailable message)
    {
        TextFields.WriteId(writer, message.Partition);
        writer.WriteInt64(message.Token);
        writer.WriteByte((byte)message.State);
        writer.WriteInt64(message.RetryAfterMs);
        TextFields.WriteSentence(writer, message.Detail);
    }

    public static EngineUnavailable ReadUnavailable(ref CanonicalReader reader, ReadOnlyMemory<byte> bytes) => new(
        TextFields.ReadId(ref reader, "partition"),
        reader.ReadInt64(),
        ReadState(ref reader),
        SubmissionFields.ReadRetryAfterMs(ref reader),
        TextFields.ReadSentence(ref reader, "detail"));

    public static void Write(CanonicalWriter writer, QueryHealth message)
    {
        TextFields.WriteId(writer, message.Partition);
        writer.WriteInt64(message.Token);
    }

    public static QueryHealth ReadQuery(ref CanonicalReader reader, ReadOnlyMemory<byte> bytes) =>
        new(TextFields.ReadId(ref reader, "partition"), reader.ReadInt64());

    public static void Write(CanonicalWriter writer, PartitionHealth message)
    {
        TextFields.WriteId(writer, message.Partition);
        writer.WriteInt64(message.Token);
        writer.WriteByte((byte)message.State);
        writer.WriteInt64(message.Epoch);
        writer.WriteInt64(message.Sequence);
        writer.WriteInt32(message.Starts);
        writer.WriteBoolean(message.Stop is not null);
        if (message.Stop is { } stop)
            Write(writer, stop);
        int count = Math.Min(message.Warnings.Count, PartitionHealth.MostWarnings);
        writer.WriteCount(count);
        foreach (string warning in message.Warnings.TakeLast(count))
            TextFields.WriteSentence(writer, warning);
        writer.WriteInt64(message.SinceMs);
    }

    public static PartitionHealth ReadHealth(ref CanonicalReader reader, ReadOnlyMemory<byte> bytes) => new(
        TextFields.ReadId(ref reader, "partition"),
        reader.ReadInt64(),
        ReadState(ref reader),
        reader.ReadInt64(0, long.MaxValue, "epoch"),
        reader.ReadInt64(0, long.MaxValue, "sequence"),
        reader.ReadInt32(),
        reader.ReadBoolean() ? ReadStop(ref reader) : null,
        ReadWarnings(ref reader),
        reader.ReadInt64(0, long.MaxValue, "since"));

    private static void Write(CanonicalWriter writer, StopNotice stop)
    {
        writer.WriteByte((byte)stop.Reason);
        writer.WriteInt64(stop.RecordNumber);
        writer.WriteInt64(stop.Sequence);
        TextFields.WriteSentence(writer, stop.Detail);
    }

    private static StopNotice ReadStop(ref CanonicalReader reader)
    {
        var reason = (StopReason)reader.ReadByte((byte)StopReason.ForeignOwner, "stop reason");
        if (!reader.Failed && reason == 0)
            reader.Fail("stop reason 0 is unknown");
        return new StopNotice(
            reason,
            reader.ReadInt64(0, long.MaxValue, "record number"),
            reader.ReadInt64(0, long.MaxValue, "sequence"),
            TextFields.ReadSentence(ref reader, "detail"));
    }

    private static string[] ReadWarnings(ref CanonicalReader reader)
    {
        string[] warnings = new string[reader.ReadCount(PartitionHealth.MostWarnings, 1, "warning")];
        for (int index = 0; index < warnings.Length; index++)
            warnings[index] = TextFields.ReadSentence(ref reader, "warning");
        return warnings;
    }

    private static PartitionState ReadState(ref CanonicalReader reader) =>
        (PartitionState)reader.ReadByte((byte)PartitionState.NoSuch, "partition state");
}
