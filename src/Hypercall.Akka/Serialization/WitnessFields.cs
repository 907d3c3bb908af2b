using Hypercall.Actors.Protocol;
using Hypercall.Engine.Shapes;
using Hypercall.Sequencer.Ownership;

namespace Hypercall.Actors.Serialization;

/// <summary>Encoding of what a venue's members tell each other about journals.</summary>
internal static class WitnessFields
{
    private const int MaxAddressBytes = 512;

    public static void Write(CanonicalWriter writer, JournalMarked message)
    {
        TextFields.WriteId(writer, message.Partition);
        Write(writer, message.Mark);
        writer.WriteBoolean(message.Replaces);
    }

    public static JournalMarked ReadMarked(ref CanonicalReader reader, ReadOnlyMemory<byte> bytes) =>
        new(TextFields.ReadId(ref reader, "partition"), ReadMark(ref reader), reader.ReadBoolean());

    public static void Write(CanonicalWriter writer, QueryWitness message)
    {
        TextFields.WriteId(writer, message.Partition);
        writer.WriteInt64(message.Token);
        writer.WriteInt32(message.AskerUid);
        TextFields.WriteId(writer, message.AskerHost);
        TextFields.WriteId(writer, message.Owner);
    }

    public static QueryWitness ReadQuery(ref CanonicalReader reader, ReadOnlyMemory<byte> bytes) => new(
        TextFields.ReadId(ref reader, "partition"),
        reader.ReadInt64(),
        reader.ReadInt32(),
        TextFields.ReadId(ref reader, "asking host"),
        TextFields.ReadId(ref reader, "owner"));

    public static void Write(CanonicalWriter writer, WitnessAnswer message)
    {
        TextFields.WriteId(writer, message.Partition);
        writer.WriteInt64(message.Token);
        writer.WriteBoolean(message.IsMember);
        writer.WriteBoolean(message.KnowsOwner);
        writer.WriteBoolean(message.Seen is not null);
        if (message.Seen is { } seen)
            Write(writer, seen);
        writer.WriteBoolean(message.HearsOwner);
        writer.WriteInt64(message.WallMs);
    }

    public static WitnessAnswer ReadAnswer(ref CanonicalReader reader, ReadOnlyMemory<byte> bytes) => new(
        TextFields.ReadId(ref reader, "partition"),
        reader.ReadInt64(),
        reader.ReadBoolean(),
        reader.ReadBoolean(),
        reader.ReadBoolean() ? ReadMark(ref reader) : null,
        reader.ReadBoolean(),
        reader.ReadInt64());

    public static void Write(CanonicalWriter writer, ReleasePartition message)
    {
        TextFields.WriteId(writer, message.Partition);
        writer.WriteString(message.Node);
    }

    public static ReleasePartition ReadRelease(ref CanonicalReader reader, ReadOnlyMemory<byte> bytes) =>
        new(TextFields.ReadId(ref reader, "partition"), reader.ReadString(MaxAddressBytes, "node"));

    private static void Write(CanonicalWriter writer, in JournalMark mark)
    {
        writer.WriteInt64(mark.Epoch);
        writer.WriteInt64(mark.Sequence);
        writer.WriteHash(mark.Hash);
    }

    private static JournalMark ReadMark(ref CanonicalReader reader) => new(
        reader.ReadInt64(0, long.MaxValue, "epoch"),
        reader.ReadInt64(0, long.MaxValue, "sequence"),
        reader.ReadHash());
}
