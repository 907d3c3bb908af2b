using Hypercall.Engine;
using Hypercall.Engine.Events;
using Hypercall.Sequencer.Journal;
using Hypercall.Sequencer.Live;
using Hypercall.Sequencer.Ownership;
using Hypercall.Sequencer.Recovery;
using Hypercall.Sequencer.Snapshots;

namespace Hypercall.Sequencer.Tests.Support;

/// <summary>
/// A host for tests: records the effects, keeps the journal in memory, moves its clocks only when told. A write waits
/// until the test completes it.
/// </summary>
internal sealed class SequencerHarness : ISequencerEffects
{
    public const long StartWallMs = 1_774_598_000_000;

    public SequencerHarness(SequencerOptions options, List<byte[]>? journal = null)
    {
        Journal = journal ?? [];
        Options = options;
        Sequencer = new EngineSequencer(options, this);
    }

    public static SequencerOptions Defaults { get; } = new() { EngineId = "main", HostId = "host-1" };

    public SequencerOptions Options { get; }

    public EngineSequencer Sequencer { get; }

    public HostTime Now { get; set; } = new(StartWallMs, 1_000);

    public List<byte[]> Journal { get; }

    public List<Answer> Answers { get; } = [];

    public List<BatchHeader> Published { get; } = [];

    public List<PublishedBatch> Batches { get; } = [];

    public List<(long RecordNumber, long Sequence, byte[] Bytes)> Snapshots { get; } = [];

    public List<EngineDiagnostic> Diagnostics { get; } = [];

    /// <summary>What happened, in order, in one word each.</summary>
    public List<string> Log { get; } = [];

    public StopNotice? Stopped { get; private set; }

    public long? StartedEpoch { get; private set; }

    public int OwnerChecks { get; private set; }

    /// <summary>The record that the last check is to find.</summary>
    public long CheckedRecord { get; private set; }

    /// <summary>The record of the check before.</summary>
    public long EarlierRecord { get; private set; }

    /// <summary>The record being written, or null.</summary>
    public (long Number, JournalRecordKind Kind, byte[] Bytes)? Pending { get; private set; }

    /// <summary>The snapshot that waits to be completed, or null.</summary>
    public (long RecordNumber, SnapshotDraft Draft)? Draft { get; private set; }

    /// <summary>Whether a snapshot is complete as soon as what it was taken in has ended.</summary>
    public bool ChecksAtOnce { get; init; } = true;

    /// <summary>A sequencer on an empty journal, started: its header and fence are durable.</summary>
    public static SequencerHarness Started(SequencerOptions? options = null)
    {
        var harness = new SequencerHarness(options ?? Defaults);
        harness.Recover();
        harness.CompleteAll();
        Assert.Equal(SequencerPhase.Live, harness.Sequencer.Phase);
        harness.Forget();
        return harness;
    }

    /// <summary>Another sequencer on the same journal, recovered and started.</summary>
    public SequencerHarness Successor(SequencerOptions? options = null, IReadOnlyList<SkipRecord>? skips = null)
    {
        var next = new SequencerHarness(options ?? Options with { HostId = "host-2" }, Journal) { Now = Now };
        ReplayVerdict verdict = next.Recover(skips);
        Assert.True(verdict.Accepted, verdict.Error);
        next.CompleteAll();
        return next;
    }

    public ReplayVerdict Recover(IReadOnlyList<SkipRecord>? skips = null, FenceTerms? terms = null)
    {
        Sequencer.BeginRecovery(skips ?? []);
        return ReplayAll(terms);
    }

    /// <summary>Replays the journal from where recovery stands, and completes it.</summary>
    public ReplayVerdict ReplayAll(FenceTerms? terms = null)
    {
        while (Sequencer.NextRecordNumber <= Journal.Count)
        {
            long number = Sequencer.NextRecordNumber;
            ReplayVerdict verdict = Sequencer.Replay(number, Journal[(int)number - 1]);
            if (!verdict.Accepted)
                return verdict;
        }

        return Sequencer.RecoveryCompleted(Now, Journal.Count, terms);
    }

    public void Advance(long milliseconds) =>
        Now = new HostTime(Now.WallMs + milliseconds, Now.MonotonicMs + milliseconds);

    public void Poll(long afterMs = 0)
    {
        Advance(afterMs);
        Sequencer.Poll(Now);
    }

    /// <summary>Answers a check: the journal as it is, with a highest epoch.</summary>
    public void Observe(long epoch, long archivedBefore = 0)
    {
        var found = new JournalObservation(
            CheckedRecord,
            RecordAt(CheckedRecord),
            epoch,
            null,
            RecordAt(EarlierRecord),
            CountChecked(),
            archivedBefore);
        Sequencer.JournalObserved(found, Now);
    }

    private long? CountChecked() => EarlierRecord == 0
        ? null
        : Enumerable.Range((int)EarlierRecord, (int)(CheckedRecord - EarlierRecord) + 1)
            .Count(number => RecordAt(number) is not null);

    private ReadOnlyMemory<byte>? RecordAt(long number)
    {
        if (number < 1 || number > Journal.Count || Journal[(int)number - 1].Length == 0)
            return null;
        return Journal[(int)number - 1];
    }

    public void Offer(in Submission submission, bool moreFollow = false) =>
        Sequencer.Offer(submission, Now, moreFollow);

    /// <summary>Makes the pending write durable and tells the sequencer.</summary>
    public void Complete()
    {
        Sequencer.WriteCompleted(Store(), Now);
        Sequencer.ApplyWritten(Now);
        if (ChecksAtOnce)
            CheckDraft();
    }

    /// <summary>Asks for a snapshot, as an operator does.</summary>
    public bool RequestSnapshot()
    {
        bool isAsked = Sequencer.RequestSnapshot(Now);
        if (ChecksAtOnce)
            CheckDraft();
        return isAsked;
    }

    /// <summary>Completes the snapshot that waits for it, if one does.</summary>
    public void CheckDraft()
    {
        if (Draft is null)
            return;
        (long recordNumber, SnapshotDraft draft) = TakeDraft();
        Sequencer.SnapshotChecked(recordNumber, draft.Complete(), Now);
    }

    /// <summary>The snapshot that waits, for who completes it himself.</summary>
    public (long RecordNumber, SnapshotDraft Draft) TakeDraft()
    {
        (long, SnapshotDraft) waiting = Draft!.Value;
        Draft = null;
        return waiting;
    }

    /// <summary>Makes the pending write durable.</summary>
    /// <returns>Its number.</returns>
    public long Store()
    {
        Assert.NotNull(Pending);
        (long number, _, byte[] bytes) = Pending.Value;
        Pending = null;
        Assert.Equal(Journal.Count + 1, number);
        Journal.Add(bytes);
        return number;
    }

    /// <summary>Completes writes until none is pending.</summary>
    public void CompleteAll()
    {
        while (Pending is not null)
            Complete();
        if (ChecksAtOnce)
            CheckDraft();
    }

    /// <summary>Fails the pending write.</summary>
    public void Fail(StopReason reason, bool stored)
    {
        (long number, _, byte[] bytes) = Pending!.Value;
        Pending = null;
        if (stored)
            Journal.Add(bytes);
        Sequencer.WriteFailed(number, reason, "injected", Now);
    }

    /// <summary>Forgets the effects seen so far.</summary>
    public void Forget()
    {
        Answers.Clear();
        Published.Clear();
        Log.Clear();
        OwnerChecks = 0;
    }

    public JournalRecord PendingRecord() => Decode(Pending!.Value.Bytes);

    public static JournalRecord Decode(byte[] bytes)
    {
        RecordStatus status = JournalRecordCodec.TryDecode(bytes, out JournalRecord? record, out string? error);
        Assert.Equal(RecordStatus.Sound, status);
        Assert.Null(error);
        return record!;
    }

    public IReadOnlyList<JournalRecord> Records() => [.. Journal.Select(Decode)];

    public void StartWrite(long recordNumber, JournalRecordKind kind, ReadOnlyMemory<byte> record)
    {
        Assert.Null(Pending);
        Log.Add($"write {kind}");
        Pending = (recordNumber, kind, record.ToArray());
    }

    public void Reply(long token, ApplyOutput output, ReadOnlyMemory<byte> encoded)
    {
        Log.Add($"reply {token}");
        Answers.Add(new Answer(
            token,
            SubmissionStatus.Executed,
            output.Sequence,
            output.Rejection.Code,
            output.Duplicate,
            0,
            output.TimestampMs));
    }

    public void Fail(long token, SubmissionStatus status, long retryAfterMs)
    {
        Log.Add($"{status} {token}");
        Answers.Add(new Answer(token, status, RetryAfterMs: retryAfterMs));
    }

    public void AnswerRead(long token, ExchangeEngine engine)
    {
        Log.Add($"read {token}");
        Answers.Add(new Answer(token, SubmissionStatus.Executed, engine.Sequence));
    }

    public void Publish(PublishedBatch batch)
    {
        Log.Add(batch.Header.Count == 0 ? "heartbeat" : "publish");
        Published.Add(batch.Header);
        if (batch.Header.Count > 0)
            Batches.Add(batch);
    }

    public void CheckSnapshot(long recordNumber, SnapshotDraft draft)
    {
        Assert.Null(Draft);
        Draft = (recordNumber, draft);
    }

    public void SaveSnapshot(long recordNumber, long sequence, ReadOnlyMemory<byte> snapshot)
    {
        Log.Add("snapshot");
        Snapshots.Add((recordNumber, sequence, snapshot.ToArray()));
    }

    public void SnapshotNotTaken(long recordNumber, string reason) => Log.Add($"no snapshot: {reason}");

    public void CheckOwner(long recordNumber, long earlierNumber)
    {
        EarlierRecord = earlierNumber;
        Log.Add("check owner");
        OwnerChecks++;
        CheckedRecord = recordNumber;
    }

    public void Started(long epoch) => StartedEpoch = epoch;

    public void WriteDiagnostic(EngineDiagnostic diagnostic)
    {
        Log.Add("diagnostic");
        Diagnostics.Add(diagnostic);
    }

    public void Stop(StopNotice notice)
    {
        Assert.Null(Stopped);
        Log.Add($"stop {notice.Reason}");
        Stopped = notice;
    }
}
