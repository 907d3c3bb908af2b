using System.Diagnostics;
using Hypercall.Engine;
using Hypercall.Engine.Outcomes;
using Hypercall.Node.Subscriptions;
using Hypercall.Sequencer.Journal;
using Hypercall.Sequencer.Live;

namespace Hypercall.Node.Hosting;

/// <summary>
/// Carries out what the sequencer wants: hands records and snapshots to their threads, answers to their sinks, batches
/// to the subscriptions. Called on the engine's thread only; decides nothing.
/// </summary>
internal sealed class NodeEffects : ISequencerEffects
{
    private readonly AnswerSlots _slots;
    private readonly JournalThread _journal;
    private readonly SnapshotThread _snapshots;
    private readonly SubscriptionHub _subscriptions;
    private readonly NodeMeasurements _measurements;
    private long _lastEffect;
    private TimeSpan _snapshotStall;

    public NodeEffects(
        AnswerSlots slots,
        JournalThread journal,
        SnapshotThread snapshots,
        SubscriptionHub subscriptions,
        NodeMeasurements measurements)
    {
        _slots = slots;
        _journal = journal;
        _snapshots = snapshots;
        _subscriptions = subscriptions;
        _measurements = measurements;
    }

    /// <summary>The fence is durable.</summary>
    public required Action<long> OnStarted { get; init; }

    /// <summary>The sequencer has ended.</summary>
    public required Action<StopNotice> OnStop { get; init; }

    /// <summary>A command could not be applied.</summary>
    public required Action<EngineDiagnostic> OnDiagnostic { get; init; }

    /// <summary>Something that it goes on after.</summary>
    public required Action<string> OnWarning { get; init; }

    /// <summary>Time spent on encoding a snapshot since the last call.</summary>
    public TimeSpan TakeSnapshotStall()
    {
        TimeSpan stall = _snapshotStall;
        _snapshotStall = TimeSpan.Zero;
        return stall;
    }


    /// <summary>An input begins: what follows until the next effect is the sequencer's own time.</summary>
    public void BeginInput() => _lastEffect = Stopwatch.GetTimestamp();

    public void StartWrite(long recordNumber, JournalRecordKind kind, ReadOnlyMemory<byte> record) =>
        _journal.StartWrite(recordNumber, record);

    public void Reply(long token, ApplyOutput output, ReadOnlyMemory<byte> encoded)
    {
        AnswerSlots.Target target = _slots.Remove(token);
        target.Sink!.Executed(target.Token, output, encoded);
    }

    public void Fail(long token, SubmissionStatus status, long retryAfterMs)
    {
        AnswerSlots.Target target = _slots.Remove(token);
        if (target.Sink is { } sink)
            sink.Failed(target.Token, status, retryAfterMs);
        else
            target.Read!.Fail(status);
    }

    public void AnswerRead(long token, ExchangeEngine engine) => _slots.Remove(token).Read!.Answer(engine);

    public void Publish(OutputBatch batch)
    {
        _subscriptions.Publish(batch);
        BeginInput();
    }

    public void SaveSnapshot(long recordNumber, long sequence, ReadOnlyMemory<byte> snapshot)
    {
        TimeSpan stall = Stopwatch.GetElapsedTime(_lastEffect);
        _snapshotStall += stall;
        _measurements.SnapshotStall.Record(stall);
        _measurements.SnapshotBytes.Record(snapshot.Length);
        _snapshots.StartSave(recordNumber, snapshot);
    }

    public void SnapshotNotTaken(long recordNumber, string reason) =>
        OnWarning($"snapshot {recordNumber} was not taken: {reason}");

    public void CheckOwner() => _journal.StartOwnerCheck();

    public void Started(long epoch) => OnStarted(epoch);

    public void WriteDiagnostic(EngineDiagnostic diagnostic) => OnDiagnostic(diagnostic);

    public void Stop(StopNotice notice) => OnStop(notice);
}
