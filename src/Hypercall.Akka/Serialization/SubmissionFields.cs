using System.Diagnostics;
using System.Runtime.Serialization;
using Hypercall.Actors.Protocol;
using Hypercall.Engine.Commands;
using Hypercall.Engine.Shapes;
using Hypercall.Sequencer.Client;
using Hypercall.Sequencer.Live;

namespace Hypercall.Actors.Serialization;

/// <summary>Encoding of submissions and their answers; commands and outcomes by the engine's own codecs.</summary>
internal static class SubmissionFields
{
    /// <summary>A submission has no sequence yet; its envelope is written with the least one there is.</summary>
    private const long NoSequence = 1;

    public static void Write(CanonicalWriter writer, Submit message)
    {
        CommandEnvelope envelope = EnvelopeOf(message.Request);
        if (FirstViolation(message.Request) is { } violation)
            throw new SerializationException($"the command cannot be encoded: {violation}");
        TextFields.WriteId(writer, message.Partition);
        writer.WriteInt64(message.Token);
        writer.WriteInt64(message.Submitter);
        EnvelopeCodec.Write(writer, envelope);
        TraceFields.Write(writer, message.Trace);
    }

    /// <summary>Why a request could not be sent, or null.</summary>
    public static string? FirstViolation(ClientRequest request) => request.FirstViolation();

    public static Submit? ReadSubmit(ref CanonicalReader reader, ReadOnlyMemory<byte> bytes)
    {
        string partition = TextFields.ReadId(ref reader, "partition");
        long token = reader.ReadInt64();
        long submitter = reader.ReadInt64();
        CommandEnvelope envelope = EnvelopeCodec.Read(ref reader);
        ActivityContext trace = TraceFields.Read(ref reader);
        return reader.Failed ? null : new Submit(partition, token, submitter, RequestOf(envelope)) { Trace = trace };
    }

    public static void Write(CanonicalWriter writer, SubmitAnswer message)
    {
        writer.WriteInt64(message.Token);
        writer.WriteByte((byte)message.Status);
        writer.WriteInt64(message.RetryAfterMs);
        writer.WriteBytes(message.Outcome.Span);
    }

    public static SubmitAnswer ReadAnswer(ref CanonicalReader reader, ReadOnlyMemory<byte> bytes)
    {
        long token = reader.ReadInt64();
        SubmissionStatus status = ReadStatus(ref reader);
        long retryAfterMs = ReadRetryAfterMs(ref reader);
        int start = reader.Position;
        if ((reader.Remaining == 0) == (status == SubmissionStatus.Executed))
            reader.Fail($"{reader.Remaining} bytes of an outcome with status {status}");
        reader.ReadBytes(reader.Remaining);
        return new SubmitAnswer(token, status, retryAfterMs, reader.Failed ? default : bytes[start..]);
    }

    public static SubmissionStatus ReadStatus(ref CanonicalReader reader) =>
        (SubmissionStatus)reader.ReadByte((byte)SubmissionStatus.NoSuchPartition, "status");

    public static long ReadRetryAfterMs(ref CanonicalReader reader) =>
        reader.ReadInt64(0, long.MaxValue, "retry after");

    private static CommandEnvelope EnvelopeOf(ClientRequest request) => new(
        NoSequence,
        request.TimestampMs,
        request.RequestId,
        request.FirstSentMs,
        request.Signer,
        request.Nonce,
        request.Command);

    private static ClientRequest RequestOf(in CommandEnvelope envelope) => new(
        envelope.Command,
        envelope.RequestId,
        envelope.Signer,
        envelope.Nonce,
        envelope.FirstSentMs,
        envelope.TimestampMs);
}
