using Hypercall.Engine;
using Hypercall.Engine.Events;
using Hypercall.Sequencer.Journal;
using Hypercall.Sequencer.Live;
using Hypercall.Sequencer.Snapshots;

namespace Hypercall.Sequencer.Tests.Support;

/// <summary>Keeps the memory of every write and answer beside a copy of it, to see how long it holds.</summary>
internal sealed class KeepingEffects(List<(ReadOnlyMemory<byte> Bytes, byte[] Copy)> writes) : ISequencerEffects
{
    public Action<ReadOnlyMemory<byte>>? OnWrite { get; init; }

    public List<(ReadOnlyMemory<byte> Bytes, byte[] Copy)> Answers { get; } = [];

    public List<PublishedBatch> Batches { get; } = [];

    public void StartWrite(long recordNumber, JournalRecordKind kind, ReadOnlyMemory<byte> record)
    {
        writes.Add((record, record.ToArray()));
        OnWrite?.Invoke(record);
    }

    public void Reply(long token, ApplyOutput output, ReadOnlyMemory<byte> encoded) =>
        Answers.Add((encoded, encoded.ToArray()));

    public void Fail(long token, SubmissionStatus status, long retryAfterMs)
    {
    }

    public void AnswerRead(long token, ExchangeEngine engine)
    {
    }

    public void Publish(PublishedBatch batch) => Batches.Add(batch);

    public void CheckSnapshot(long recordNumber, SnapshotDraft draft)
    {
    }

    public void SaveSnapshot(long recordNumber, long sequence, ReadOnlyMemory<byte> snapshot)
    {
    }

    public void SnapshotNotTaken(long recordNumber, string reason)
    {
    }

    public void CheckOwner(long recordNumber, long earlierNumber)
    {
    }

    public void Started(long epoch)
    {
    }

    public void WriteDiagnostic(EngineDiagnostic diagnostic)
    {
    }

    public void Stop(StopNotice notice)
    {
    }
}
