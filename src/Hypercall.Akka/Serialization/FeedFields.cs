using Hypercall.Actors.Protocol;
using Hypercall.Engine.Shapes;
using Hypercall.Sequencer.Live;

namespace Hypercall.Actors.Serialization;

/// <summary>Encoding of subscriptions and of what they deliver.</summary>
internal static class FeedFields
{
    public static void Write(CanonicalWriter writer, Subscribe message)
    {
        TextFields.WriteId(writer, message.Partition);
        writer.WriteInt64(message.Token);
    }

    public static Subscribe ReadSubscribe(ref CanonicalReader reader, ReadOnlyMemory<byte> bytes) =>
        new(TextFields.ReadId(ref reader, "partition"), reader.ReadInt64());

    public static void Write(CanonicalWriter writer, Subscribed message)
    {
        TextFields.WriteId(writer, message.Partition);
        writer.WriteInt64(message.Token);
        writer.WriteInt64(message.Epoch);
        writer.WriteInt64(message.LastSequence);
    }

    public static Subscribed ReadSubscribed(ref CanonicalReader reader, ReadOnlyMemory<byte> bytes) => new(
        TextFields.ReadId(ref reader, "partition"),
        reader.ReadInt64(),
        reader.ReadInt64(0, long.MaxValue, "epoch"),
        reader.ReadInt64(0, long.MaxValue, "last sequence"));

    public static void Write(CanonicalWriter writer, Unsubscribe message) =>
        TextFields.WriteId(writer, message.Partition);

    public static Unsubscribe ReadUnsubscribe(ref CanonicalReader reader, ReadOnlyMemory<byte> bytes) =>
        new(TextFields.ReadId(ref reader, "partition"));

    public static void Write(CanonicalWriter writer, OutcomeBatch message)
    {
        TextFields.WriteId(writer, message.Partition);
        PublishedBatchCodec.Write(writer, message.Batch);
    }

    public static OutcomeBatch? ReadBatch(ref CanonicalReader reader, ReadOnlyMemory<byte> bytes)
    {
        string partition = TextFields.ReadId(ref reader, "partition");
        return ReadPublished(ref reader, bytes) is { } batch ? new OutcomeBatch(partition, batch) : null;
    }

    /// <summary>Reads the batch that takes the rest of the message.</summary>
    public static PublishedBatch? ReadPublished(ref CanonicalReader reader, ReadOnlyMemory<byte> bytes)
    {
        ReadOnlyMemory<byte> rest = bytes[reader.Position..];
        reader.ReadBytes(reader.Remaining);
        if (reader.Failed)
            return null;
        if (!PublishedBatchCodec.TryRead(rest, out PublishedBatch? batch, out string? error))
            reader.Fail(error!);
        return batch;
    }
}
