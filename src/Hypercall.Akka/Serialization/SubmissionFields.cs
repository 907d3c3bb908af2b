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

    /// <summary>A token, and whether there is a trace; the command has some more.</summary>
    private const int MinItemBytes = 8 + 1;

    /// <summary>Token, status, retry after, and no outcome.</summary>
    private const int MinAnswerBytes = 8 + 1 + 8 + 1;

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

    public static void Write(CanonicalWriter writer, SubmitMany message)
    {
        if (message.Items.Count is 0 or > SubmitMany.Most)
            throw new SerializationException($"{message.Items.Count} commands are no message");
        TextFields.WriteId(writer, message.Partition);
        writer.WriteInt64(message.Token);
        writer.WriteInt64(message.Submitter);
        writer.WriteCount(message.Items.Count);
        foreach (SubmitItem item in message.Items)
            Write(writer, item);
    }

    private static void Write(CanonicalWriter writer, SubmitItem item)
    {
        if (FirstViolation(item.Request) is { } violation)
            throw new SerializationException($"the command cannot be encoded: {violation}");
        writer.WriteInt64(item.Token);
        EnvelopeCodec.Write(writer, EnvelopeOf(item.Request));
        writer.WriteBoolean(item.Trace.TraceId != default);
        TraceFields.Write(writer, item.Trace);
    }

    public static SubmitMany? ReadMany(ref CanonicalReader reader, ReadOnlyMemory<byte> bytes)
    {
        string partition = TextFields.ReadId(ref reader, "partition");
        long token = reader.ReadInt64();
        long submitter = reader.ReadInt64();
        var items = new SubmitItem[reader.ReadCount(SubmitMany.Most, MinItemBytes, "command")];
        if (!reader.Failed && items.Length == 0)
            reader.Fail("no command");
        for (int index = 0; index < items.Length && !reader.Failed; index++)
            items[index] = ReadItem(ref reader);
        return reader.Failed ? null : new SubmitMany(partition, token, submitter, items);
    }

    private static SubmitItem ReadItem(ref CanonicalReader reader)
    {
        long token = reader.ReadInt64();
        CommandEnvelope envelope = EnvelopeCodec.Read(ref reader);
        bool isTraced = reader.ReadBoolean();
        if (isTraced && reader.Remaining == 0)
            reader.Fail("no trace");
        ActivityContext trace = isTraced ? TraceFields.Read(ref reader) : default;
        return reader.Failed ? null! : new SubmitItem(token, RequestOf(envelope), trace);
    }

    public static void Write(CanonicalWriter writer, SubmitAnswers message)
    {
        writer.WriteCount(message.Answers.Count);
        foreach (SubmitAnswer answer in message.Answers)
        {
            writer.WriteInt64(answer.Token);
            writer.WriteByte((byte)answer.Status);
            writer.WriteInt64(answer.RetryAfterMs);
            writer.WriteCount(answer.Outcome.Length);
            writer.WriteBytes(answer.Outcome.Span);
        }
    }

    public static SubmitAnswers ReadAnswers(ref CanonicalReader reader, ReadOnlyMemory<byte> bytes)
    {
        var answers = new SubmitAnswer[reader.ReadCount(SubmitAnswers.Most, MinAnswerBytes, "answer")];
        for (int index = 0; index < answers.Length && !reader.Failed; index++)
        {
            long token = reader.ReadInt64();
            SubmissionStatus status = ReadStatus(ref reader);
            long retryAfterMs = ReadRetryAfterMs(ref reader);
            answers[index] = new SubmitAnswer(token, status, retryAfterMs, ReadOutcome(ref reader, bytes, status));
        }

        return new SubmitAnswers(answers);
    }

    private static ReadOnlyMemory<byte> ReadOutcome(
        ref CanonicalReader reader, ReadOnlyMemory<byte> bytes, SubmissionStatus status)
    {
        int length = reader.ReadCount(int.MaxValue, 1, "outcome byte");
        int start = reader.Position;
        if ((length == 0) == (status == SubmissionStatus.Executed))
            reader.Fail($"{length} bytes of an outcome with status {status}");
        reader.ReadBytes(length);
        return reader.Failed ? default : bytes.Slice(start, length);
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
