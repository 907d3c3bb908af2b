using Hypercall.Sequencer.Journal;
using Hypercall.Sequencer.Recovery;

namespace Hypercall.Sequencer.Live;

/// <summary>
/// The rules every host obeys, without I/O, clock or thread (runtime.md §1–3): which commands form the next record,
/// what may be answered, when to snapshot, when to stop. A host gives it inputs from one thread at a time and carries
/// out the effects it asks for. Nothing is answered, published or visible to reads before its record is durable.
/// </summary>
/// <remarks>
/// Life: <see cref="BeginRecovery"/>, any <see cref="OfferSnapshot"/>, <see cref="Replay"/> of every record after it,
/// <see cref="RecoveryCompleted"/>; then the fence is written and <c>Started</c> follows; then <see cref="Offer"/> and
/// the rest; at the end <c>Stop</c>, after which every input but Offer and reads (answered EngineStopped) is ignored.
/// <see cref="Poll"/> is to be called at least as often as <see cref="PollDelayMs"/> says.
/// </remarks>
public sealed class EngineSequencer
{
    /// <summary>A sequencer that has read nothing.</summary>
    /// <exception cref="ArgumentException">An option is out of range; the message names it.</exception>
    public EngineSequencer(SequencerOptions options, ISequencerEffects effects) => throw new NotSupportedException();

    /// <summary>Where in its life it is.</summary>
    public SequencerPhase Phase => throw new NotSupportedException();

    /// <summary>Own epoch once fencing has begun, before that the journal's highest.</summary>
    public long Epoch => throw new NotSupportedException();

    /// <summary>Last command applied.</summary>
    public long AppliedSequence => throw new NotSupportedException();

    /// <summary>The journal's header once known, else null.</summary>
    public JournalRecord? Header => throw new NotSupportedException();

    /// <summary>Counters.</summary>
    public SequencerStatistics Statistics => throw new NotSupportedException();

    /// <summary>What recovery did; final once <see cref="RecoveryCompleted"/> was called.</summary>
    public RecoveryReport RecoveryReport => throw new NotSupportedException();

    /// <summary>Starts recovery with the operator's skips.</summary>
    public void BeginRecovery(IReadOnlyList<SkipRecord> skips) => throw new NotSupportedException();

    /// <summary>Gives the newest snapshot, then, while it is refused, older ones; without one, replay from record 1.</summary>
    /// <param name="storeRecordNumber">The record number under which the store keeps it.</param>
    /// <param name="bytes">The snapshot.</param>
    public ReplayVerdict OfferSnapshot(long storeRecordNumber, ReadOnlyMemory<byte> bytes) =>
        throw new NotSupportedException();

    /// <summary>
    /// Gives the next record. With <see cref="ReplayAction.Refused"/> the sequencer has stopped; with
    /// <see cref="ReplayAction.SnapshotRefused"/> the host goes back to <see cref="OfferSnapshot"/>.
    /// </summary>
    public ReplayVerdict Replay(long recordNumber, ReadOnlyMemory<byte> bytes) => throw new NotSupportedException();

    /// <summary>Number of the record to replay next.</summary>
    public long NextRecordNumber => throw new NotSupportedException();

    /// <summary>
    /// The journal has no more records: the fence is written. A torn record at the end is not part of the journal; its
    /// number is written again (<see cref="RecoveryReport.TornRecordNumber"/> says so: a file cuts it off first).
    /// </summary>
    public void RecoveryCompleted(HostTime now) => throw new NotSupportedException();

    /// <summary>Takes or refuses a submission; its answer comes by <c>Reply</c> or <c>Fail</c>, now or later.</summary>
    public void Offer(in Submission submission, HostTime now) => throw new NotSupportedException();

    /// <summary>A read that sees everything acknowledged before it: answered when all before it is applied.</summary>
    public void OfferRead(long token, long submitter, HostTime now) => throw new NotSupportedException();

    /// <summary>A read answered at once, unless ownership must be proven again first.</summary>
    public void ReadNow(long token, HostTime now) => throw new NotSupportedException();

    /// <summary>The write in flight is durable.</summary>
    public void WriteCompleted(long recordNumber, HostTime now) => throw new NotSupportedException();

    /// <summary>The write in flight failed.</summary>
    public void WriteFailed(long recordNumber, WriteFailure failure, string detail, HostTime now) =>
        throw new NotSupportedException();

    /// <summary>The snapshot handed over is saved.</summary>
    public void SnapshotSaved(long recordNumber, HostTime now) => throw new NotSupportedException();

    /// <summary>The snapshot handed over could not be saved.</summary>
    public void SnapshotFailed(long recordNumber, HostTime now) => throw new NotSupportedException();

    /// <summary>The journal's highest epoch, read after <c>CheckOwner</c> was asked for.</summary>
    public void JournalEpochObserved(long epoch, HostTime now) => throw new NotSupportedException();

    /// <summary>Time has passed: time-outs, seals, ticks, heartbeats, owner checks.</summary>
    public void Poll(HostTime now) => throw new NotSupportedException();

    /// <summary>Milliseconds until the next <see cref="Poll"/> can do something, 0 if now.</summary>
    public long PollDelayMs(HostTime now) => throw new NotSupportedException();

    /// <summary>Take nothing more; answer what is queued, seal, snapshot, then stop with Drained.</summary>
    public void Drain(HostTime now) => throw new NotSupportedException();

    /// <summary>Gives the kept batches from a sequence on to a view that missed them.</summary>
    /// <param name="fromSequence">First sequence wanted; the first batch may begin before it.</param>
    /// <param name="receive">Takes each batch, in order; it holds until the call returns.</param>
    /// <returns>False, and nothing is given, when that sequence is no longer kept: read the journal.</returns>
    public bool Resend(long fromSequence, Action<OutputBatch> receive) => throw new NotSupportedException();
}
