using Hypercall.Actors.Protocol;
using Hypercall.Engine.Shapes;
using Hypercall.Sequencer.Live;

namespace Hypercall.Actors.Serialization;

/// <summary>Encoding of reads and their answers.</summary>
internal static class StateFields
{
    public static void Write(CanonicalWriter writer, QueryState message)
    {
        TextFields.WriteId(writer, message.Partition);
        writer.WriteInt64(message.Token);
        writer.WriteInt64(message.Submitter);
        writer.WriteBoolean(message.Queued);
    }

    public static QueryState ReadQuery(ref CanonicalReader reader, ReadOnlyMemory<byte> bytes) => new(
        TextFields.ReadId(ref reader, "partition"),
        reader.ReadInt64(),
        reader.ReadInt64(),
        reader.ReadBoolean());

    public static void Write(CanonicalWriter writer, StateAnswer message)
    {
        writer.WriteInt64(message.Token);
        writer.WriteByte((byte)message.Status);
        writer.WriteInt64(message.RetryAfterMs);
        writer.WriteBoolean(message.State is not null);
        if (message.State is { } state)
            Write(writer, state);
    }

    public static StateAnswer ReadAnswer(ref CanonicalReader reader, ReadOnlyMemory<byte> bytes)
    {
        long token = reader.ReadInt64();
        SubmissionStatus status = SubmissionFields.ReadStatus(ref reader);
        long retryAfterMs = SubmissionFields.ReadRetryAfterMs(ref reader);
        return new StateAnswer(token, status, retryAfterMs, reader.ReadBoolean() ? ReadSummary(ref reader) : null);
    }

    private static void Write(CanonicalWriter writer, StateSummary state)
    {
        writer.WriteInt64(state.Epoch);
        writer.WriteInt64(state.Sequence);
        writer.WriteInt64(state.TimestampMs);
        writer.WriteHash(state.Hash);
        writer.WriteInt32(state.RulesVersion);
    }

    private static StateSummary ReadSummary(ref CanonicalReader reader) => new(
        reader.ReadInt64(0, long.MaxValue, "epoch"),
        reader.ReadInt64(0, long.MaxValue, "sequence"),
        reader.ReadInt64(0, long.MaxValue, "timestamp"),
        reader.ReadHash(),
        reader.ReadInt32());
}
