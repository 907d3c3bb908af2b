using Hypercall.Engine.Shapes;

namespace Hypercall.Sequencer.Live;

/// <summary>
/// The canonical bytes of a published batch, as a host sends it to views on other machines: version, epoch, previous
/// sequence, hash, count, the length of each outcome, then the outcomes as they are. What is sent is decoded without a
/// copy of the outcomes.
/// </summary>
public static class PublishedBatchCodec
{
    private const byte Version = 1;

    /// <summary>Appends a batch.</summary>
    public static void Write(CanonicalWriter writer, PublishedBatch batch)
    {
        BatchHeader header = batch.Header;
        writer.WriteByte(Version);
        writer.WriteInt64(header.Epoch);
        writer.WriteInt64(header.PreviousSequence);
        writer.WriteHash(header.Hash);
        writer.WriteCount(header.Count);
        for (int index = 0; index < header.Count; index++)
            writer.WriteCount(batch.Outcome(index).Length);
        for (int index = 0; index < header.Count; index++)
            writer.WriteBytes(batch.Outcome(index).Span);
    }

    /// <summary>Reads a batch; never throws, whatever the bytes. Outcomes are not decoded.</summary>
    /// <param name="bytes">Exactly one batch; the batch keeps it.</param>
    /// <param name="batch">The batch; null when the bytes are not one.</param>
    /// <param name="error">What is wrong and at which byte; null when nothing is.</param>
    public static bool TryRead(ReadOnlyMemory<byte> bytes, out PublishedBatch? batch, out string? error)
    {
        batch = null;
        var reader = new CanonicalReader(bytes.Span);
        byte version = reader.ReadByte();
        if (!reader.Failed && version != Version)
            reader.Fail($"batch version {version} is unknown");
        long epoch = reader.ReadInt64(0, long.MaxValue, "epoch");
        long previous = reader.ReadInt64(0, long.MaxValue - int.MaxValue, "previous sequence");
        var hash = reader.ReadHash();
        int[] ends = ReadEnds(ref reader);
        int outcomes = reader.Position;
        reader.ReadBytes(ends.Length == 0 ? 0 : ends[^1]);
        reader.ExpectEnd();
        error = reader.Error;
        if (reader.Failed)
            return false;
        var header = new BatchHeader(epoch, previous + 1, ends.Length, previous, hash);
        batch = PublishedBatch.FromOutcomes(header, bytes[outcomes..], ends);
        return true;
    }

    private static int[] ReadEnds(ref CanonicalReader reader)
    {
        int[] ends = new int[reader.ReadCount(int.MaxValue, 1, "outcome")];
        long end = 0;
        for (int index = 0; index < ends.Length && !reader.Failed; index++)
        {
            end += reader.ReadCount(int.MaxValue, 1, "outcome byte");
            if (end > reader.Remaining)
                reader.Fail($"outcomes of {end} bytes and more do not fit");
            else
                ends[index] = (int)end;
        }

        return reader.Failed ? [] : ends;
    }
}
