using Hypercall.Sequencer.Snapshots;

namespace Hypercall.Sequencer.Live;

/// <summary>
/// What the sequencer wants done; a host implements it, carries the effects out and decides nothing. Calls come while
/// an input is being handled, on its thread and in order; an implementation must not call the sequencer back from
/// within one, it answers by a later input.
/// </summary>
public interface ISequencerEffects
{
    /// <summary>
    /// Write one record under its number, durably; then give <c>WriteCompleted</c> and <c>ApplyWritten</c>, or
    /// <c>WriteFailed</c>. At most one is in flight. A number that is taken must make the write fail.
    /// </summary>
    /// <param name="recordNumber">Dense from 1.</param>
    /// <param name="kind">What the record is, for metrics and column values.</param>
    /// <param name="record">The bytes, immutable and the host's to keep.</param>
    void StartWrite(long recordNumber, JournalRecordKind kind, ReadOnlyMemory<byte> record);

    /// <summary>Answer a submission that was executed.</summary>
    /// <param name="output">The outcome; it holds until the call returns.</param>
    /// <param name="encoded">
    /// The outcome as published, immutable and the host's to keep; empty for one that is not, as OutOfOrder.
    /// </param>
    void Reply(long token, ApplyOutput output, ReadOnlyMemory<byte> encoded);

    /// <summary>Answer a submission or read that was not executed, or of which that is not known.</summary>
    /// <param name="status">Any but Executed.</param>
    /// <param name="retryAfterMs">When to try again, for EngineBusy; else 0.</param>
    void Fail(long token, SubmissionStatus status, long retryAfterMs);

    /// <summary>
    /// Answer a read from the engine's state, as of <c>engine.Sequence</c>. The engine must not be used after the
    /// call returns.
    /// </summary>
    void AnswerRead(long token, ExchangeEngine engine);

    /// <summary>Hand a batch, or a heartbeat, to the views.</summary>
    void Publish(PublishedBatch batch);

    /// <summary>
    /// Complete a snapshot on another thread, since it takes long; then give <c>SnapshotChecked</c>. Records follow
    /// meanwhile.
    /// </summary>
    void CheckSnapshot(long recordNumber, SnapshotDraft draft);

    /// <summary>
    /// Save a snapshot that was checked under its record number; then give <c>SnapshotSaved</c> or
    /// <c>SnapshotFailed</c>. The bytes are immutable and the host's to keep.
    /// </summary>
    void SaveSnapshot(long recordNumber, long sequence, ReadOnlyMemory<byte> snapshot);

    /// <summary>
    /// A snapshot that was due could not be made, e.g. because the state is too large, or not be saved in time: warn.
    /// The sequencer goes on, and recovery replays more.
    /// </summary>
    void SnapshotNotTaken(long recordNumber, string reason);

    /// <summary>
    /// Read the journal from a record on, as a <c>JournalLook</c> says, and give what it found by
    /// <c>JournalObserved</c>.
    /// </summary>
    /// <param name="recordNumber">The last record that this owner made durable.</param>
    /// <param name="earlierNumber">
    /// The one that it was at the check before; it is read too, and what stands between the two counted where that can
    /// be had without reading it. 0: none.
    /// </param>
    void CheckOwner(long recordNumber, long earlierNumber);

    /// <summary>The fence of this epoch is durable: submissions are taken from now on.</summary>
    void Started(long epoch);

    /// <summary>Write a diagnostic file; a Stop follows.</summary>
    void WriteDiagnostic(EngineDiagnostic diagnostic);

    /// <summary>The last effect ever: everything pending has been answered before it.</summary>
    void Stop(StopNotice notice);
}
