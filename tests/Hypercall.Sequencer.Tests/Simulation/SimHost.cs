using Hypercall.Engine;
using Hypercall.Engine.Events;
using Hypercall.Sequencer.Journal;
using Hypercall.Sequencer.Live;
using Hypercall.Sequencer.Ownership;
using Hypercall.Sequencer.Recovery;
using Hypercall.Sequencer.Snapshots;
using Hypercall.Sequencer.Tests.Support;

namespace Hypercall.Sequencer.Tests.Simulation;

/// <summary>
/// One incarnation of a host: a sequencer and the effects it asks for, carried out against the world. It can die at
/// any moment, also in the middle of an effect; another may own the journal while it still lives.
/// </summary>
internal sealed class SimHost : ISequencerEffects
{
    private readonly SimWorld _world;
    private readonly PublishedRing _ring;
    private long _pollAtMs = long.MaxValue;

    /// <summary>The journal had gone back when it was read.</summary>
    private bool _readRolledBack;
    private JournalMark? _seen;
    private int _marksForgotten;

    public SimHost(SimWorld world, int number, SimNode node)
    {
        _world = world;
        Number = number;
        Node = node;
        _ring = new PublishedRing(world.Settings.RingBatches, int.MaxValue);
        Sequencer = new EngineSequencer(world.Settings.Options with { HostId = $"host-{number}" }, this);
    }

    public int Number { get; }

    public SimNode Node { get; }

    public EngineSequencer Sequencer { get; }

    public bool Alive { get; private set; } = true;

    public bool HasStarted { get; private set; }

    public SimWrite? Writing { get; private set; }

    public HostTime Time => new(Node.WallMs, _world.NowMs);

    /// <summary>What it has published from a sequence on; null where it no longer keeps that.</summary>
    public IReadOnlyList<PublishedBatch>? Resend(long from) =>
        from > Sequencer.AppliedSequence ? [] : _ring.From(from, long.MaxValue);

    /// <summary>Recovers from what snapshots and journal hold now; the fence follows a little later.</summary>
    public void Recover() => Input(ReadEverything);

    /// <summary>Gives the sequencer an input, unless the host is dead; survives its crash.</summary>
    public void Input(Action input)
    {
        if (!Alive)
            return;
        try
        {
            input();
        }
        catch (SimulatedCrashException)
        {
            return;
        }

        SchedulePoll();
    }

    public void Offer(in Submission submission)
    {
        Submission copy = submission;
        Input(() => Sequencer.Offer(copy, Time));
    }

    public void Read(long token, bool queued)
    {
        if (queued)
            Input(() => Sequencer.OfferRead(token, token, Time));
        else
            Input(() => Sequencer.ReadNow(token, Time));
    }

    public void Drain() => Input(() => Sequencer.Drain(Time));

    public void Die() => Alive = false;

    public void StartWrite(long recordNumber, JournalRecordKind kind, ReadOnlyMemory<byte> record)
    {
        Writing = new SimWrite(this, recordNumber, record.ToArray(), _world.Journal.Generation);
        Effect(() => _world.Write(this, Writing));
    }

    public void WriteEnded(SimWrite write, StopReason? failed) => Input(() =>
    {
        if (failed is { } reason)
        {
            Sequencer.WriteFailed(write.Number, reason, "injected", Time);
            return;
        }

        Sequencer.WriteCompleted(write.Number, Time);
        Sequencer.ApplyWritten(Time);
    });


    public void Reply(long token, ApplyOutput output, ReadOnlyMemory<byte> encoded)
    {
        if (output.Duplicate && encoded.IsEmpty)
            _world.Checker.Recalled(this, token, output);
        else
            _world.Checker.Executed(this, token, output);
        Effect(() => _world.Answer(token, SubmissionStatus.Executed, 0));
    }

    public void Fail(long token, SubmissionStatus status, long retryAfterMs) =>
        Effect(() => _world.Answer(token, status, retryAfterMs));

    public void AnswerRead(long token, ExchangeEngine engine)
    {
        _world.Checker.Read(this, token, engine);
        Effect(() => { });
    }

    public void Publish(PublishedBatch batch)
    {
        _ring.Keep(batch);
        BatchHeader header = batch.Header;
        uint[] outcomes = SimView.Digests(batch);
        Effect(() => _world.Publish(header, outcomes));
    }

    /// <summary>What the draft is of stays as it was, whatever is applied until it is completed.</summary>
    public void CheckSnapshot(long recordNumber, SnapshotDraft draft) => Effect(() => _world.After(
        _world.Random.Between(0, 80),
        () => Input(() => Sequencer.SnapshotChecked(recordNumber, draft.Complete(), Time))));

    public void SaveSnapshot(long recordNumber, long sequence, ReadOnlyMemory<byte> snapshot) =>
        Effect(() => _world.SaveSnapshot(this, recordNumber, snapshot.ToArray()));

    /// <summary>Only a store that hangs keeps one from being taken.</summary>
    public void SnapshotNotTaken(long recordNumber, string reason)
    {
        if (!reason.StartsWith("it took longer", StringComparison.Ordinal))
            throw new SimulationException($"snapshot {recordNumber} was not taken: {reason}");
    }

    public void SnapshotEnded(long recordNumber, bool saved) => Input(() =>
    {
        if (saved)
            Sequencer.SnapshotSaved(recordNumber, Time);
        else
            Sequencer.SnapshotFailed(recordNumber, Time);
    });

    public void CheckOwner(long recordNumber, long earlierNumber) =>
        Effect(() => _world.CheckOwner(this, recordNumber, earlierNumber));

    public void OwnerRead(JournalObservation found) => Input(() => Sequencer.JournalObserved(found, Time));

    public void Started(long epoch)
    {
        HasStarted = true;
        Effect(() => _world.HostStarted(this));
    }

    public void WriteDiagnostic(EngineDiagnostic diagnostic) => Effect(() => { });

    public void Stop(StopNotice notice)
    {
        Alive = false;
        _world.HostStopped(this, notice);
    }

    private void ReadEverything()
    {
        Sequencer.BeginRecovery([.. _world.Journal.Skips]);
        long last = _world.Journal.LastNumberRead;
        _readRolledBack = _world.Journal.IsRolledBack;
        _seen = _world.Mark;
        _marksForgotten = _world.MarksForgotten;
        List<(long Number, byte[] Bytes)> records = [.. _world.Journal.Read(1)];
        var snapshots = new Queue<KeyValuePair<long, byte[]>>(_world.Journal.Snapshots);
        ReplayVerdict verdict;
        do
        {
            OfferSnapshots(snapshots);
            verdict = Replay(records);
        }
        while (verdict.Action == ReplayAction.SnapshotRefused);
        if (verdict.Accepted)
            _world.After(_world.Random.Between(0, 40), () => Input(() => Complete(last)));
    }

    private void OfferSnapshots(Queue<KeyValuePair<long, byte[]>> snapshots)
    {
        while (snapshots.TryDequeue(out KeyValuePair<long, byte[]> snapshot))
        {
            ReplayVerdict verdict = Sequencer.OfferSnapshot(snapshot.Key, snapshot.Value);
            if (verdict.Accepted)
                return;
            _world.Checker.SnapshotRefused(snapshot.Key, verdict);
        }
    }

    private ReplayVerdict Replay(List<(long Number, byte[] Bytes)> records)
    {
        ReplayVerdict verdict = default;
        foreach ((long number, byte[] bytes) in records)
        {
            if (number < Sequencer.NextRecordNumber)
                continue;
            verdict = Sequencer.Replay(number, bytes);
            if (!verdict.Accepted)
            {
                _world.Checker.RecordRefused(verdict);
                break;
            }
        }

        return verdict;
    }

    private void Complete(long lastNumber)
    {
        if (_world.TermsFor(this) is not { } terms)
        {
            _world.RefuseClock(this);
            return;
        }

        ReplayVerdict verdict = Sequencer.RecoveryCompleted(Time, lastNumber, terms with { Seen = _seen });
        if (Sequencer.Stopped?.Reason == StopReason.JournalUnreadable)
            return;
        // What it was told of the journal may be of one whose loss was accepted while it read.
        bool mayBeRefused = _readRolledBack || _marksForgotten != _world.MarksForgotten;
        if (mayBeRefused && Sequencer.Stopped?.Reason == StopReason.JournalRewritten)
            return;
        if (!verdict.Accepted)
            throw new SimulationException($"recovery was refused at its end: {verdict.Error}");
        _world.Checker.Recovered(this);
    }

    /// <summary>Carries an effect out, unless the host dies in it.</summary>
    private void Effect(Action carryOut)
    {
        CrashPoint point = _world.NextEffect(this);
        if (point != CrashPoint.BeforeEffect)
            carryOut();
        if (point == CrashPoint.None)
            return;
        _world.Crash(this);
        throw new SimulatedCrashException();
    }

    private void SchedulePoll()
    {
        if (!Alive)
            return;
        long at = _world.NowMs + Math.Max(1, Sequencer.PollDelayMs(Time));
        if (at >= _pollAtMs)
            return;
        _pollAtMs = at;
        _world.After(at - _world.NowMs, () =>
        {
            if (_pollAtMs != at)
                return;
            _pollAtMs = long.MaxValue;
            Input(() => Sequencer.Poll(Time));
        });
    }
}
