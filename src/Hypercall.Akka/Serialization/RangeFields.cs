using Hypercall.Actors.Protocol;
using Hypercall.Engine.Shapes;
using Hypercall.Sequencer.Live;

namespace Hypercall.Actors.Serialization;

/// <summary>Encoding of range requests and their answers.</summary>
internal static class RangeFields
{
    public static void Write(CanonicalWriter writer, RequestRange message)
    {
        TextFields.WriteId(writer, message.Partition);
        writer.WriteInt64(message.Token);
        writer.WriteInt64(message.FirstSequence);
        writer.WriteInt64(message.LastSequence);
    }

    public static RequestRange ReadRequest(ref CanonicalReader reader, ReadOnlyMemory<byte> bytes) => new(
        TextFields.ReadId(ref reader, "partition"),
        reader.ReadInt64(),
        reader.ReadInt64(1, long.MaxValue, "first sequence"),
        reader.ReadInt64(0, long.MaxValue, "last sequence"));

    public static void Write(CanonicalWriter writer, RangeBatch message)
    {
        writer.WriteInt64(message.Token);
        PublishedBatchCodec.Write(writer, message.Batch);
    }

    public static RangeBatch? ReadBatch(ref CanonicalReader reader, ReadOnlyMemory<byte> bytes)
    {
        long token = reader.ReadInt64();
        return FeedFields.ReadPublished(ref reader, bytes) is { } batch ? new RangeBatch(token, batch) : null;
    }

    public static void Write(CanonicalWriter writer, RangeCompleted message) => writer.WriteInt64(message.Token);

    public static RangeCompleted ReadCompleted(ref CanonicalReader reader, ReadOnlyMemory<byte> bytes) =>
        new(reader.ReadInt64());

    public static void Write(CanonicalWriter writer, RangeUnavailable message) => writer.WriteInt64(message.Token);

    public static RangeUnavailable ReadUnavailable(ref CanonicalReader reader, ReadOnlyMemory<byte> bytes) =>
        new(reader.ReadInt64());
}
