using Hypercall.Engine;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Events;
using Hypercall.Sequencer.Recovery;

namespace Hypercall.Sequencer.Tests.Simulation;

/// <summary>
/// The properties (runtime.md §6), checked as things happen and once more against the journal at the end: what is
/// acknowledged is in the journal, once; one outcome per request id; a zombie answers nothing after the fence; live
/// hash = replayed hash; snapshot + tail = full replay; nothing is skipped in silence; views converge.
/// </summary>
internal sealed class SimChecker(SimWorld world)
{
    private const int ReadSlackMs = 45;
    private readonly Dictionary<long, Hash256> _hashes = [];
    private readonly Dictionary<RequestId, AckedOutcome> _outcomes = [];
    private readonly HashSet<long> _flippedSnapshots = [];

    private readonly record struct AckedOutcome(long FirstSequence, RejectCode Code, long? OrderId);

    /// <summary>A host is about to answer a submission.</summary>
    public void Executed(SimHost host, long token, ApplyOutput output)
    {
        SimRequest request = world.RequestOf(token);
        long epoch = world.Journal.EpochOf(output.Sequence);
        if (epoch != host.Sequencer.Epoch)
        {
            Fail($"host {host.Number} of epoch {host.Sequencer.Epoch} answers sequence {output.Sequence}, "
                + $"which the journal holds in epoch {epoch} (0: not at all)");
        }

        Answered(request, output);
    }

    /// <summary>A host is about to tell an outcome again: of its own state or its predecessor's, as a read.</summary>
    public void Recalled(SimHost host, long token, ApplyOutput output)
    {
        world.Count(Fault.OutcomeRecalled);
        CheckOwnerOfRead(host);
        Answered(world.RequestOf(token), output);
    }

    private void Answered(SimRequest request, ApplyOutput output)
    {
        SameHash(output.Sequence, output.Hash);
        if (output.Rejection.Code == RejectCode.OutcomeForgotten)
        {
            world.Count(Fault.OutcomeForgotten);
            return;
        }

        if (output.Duplicate)
            world.Count(Fault.DuplicateAnswered);
        if (output.Rejection.Code == RejectCode.Skipped)
            world.Count(Fault.SkippedAnswered);
        var outcome = new AckedOutcome(
            output.First?.Sequence ?? output.Sequence,
            output.Rejection.Code,
            output.First is { } first ? first.OrderId : output.OrderId);
        if (!_outcomes.TryAdd(request.Id, outcome) && _outcomes[request.Id] != outcome)
            Fail($"request {request.Id} has outcomes {_outcomes[request.Id]} and {outcome}");
    }

    /// <summary>A host is about to answer a read.</summary>
    public void Read(SimHost host, long token, ExchangeEngine engine)
    {
        world.Count(Fault.ReadAnswered);
        if (engine.Sequence > world.Journal.LastSequence)
            Fail($"a read sees sequence {engine.Sequence}, the journal ends at {world.Journal.LastSequence}");
        if (engine.Sequence > 0)
            SameHash(engine.Sequence, engine.Hash);
        SimRead read = world.ReadOf(token);
        if (read.Host == host && engine.Sequence < read.AckedSequence)
            Fail($"a read sees sequence {engine.Sequence}, {read.AckedSequence} had been acknowledged before it");
        CheckOwnerOfRead(host);
    }

    private void CheckOwnerOfRead(SimHost host)
    {
        long staleMs = world.NowMs - world.Journal.FencedAtMs;
        long limitMs = world.Settings.Options.OwnerCheckIntervalMs + ReadSlackMs;
        if (host.Sequencer.Epoch != world.Journal.Epoch && staleMs > limitMs)
            Fail($"host {host.Number} answers a read {staleMs} ms after it was fenced");
    }

    public void FlippedSnapshot(long recordNumber) => _flippedSnapshots.Add(recordNumber);

    public void SavedSnapshot(long recordNumber) => _flippedSnapshots.Remove(recordNumber);

    public void SnapshotRefused(long recordNumber, in ReplayVerdict verdict)
    {
        world.Count(Fault.SnapshotRefused);
        if (!_flippedSnapshots.Contains(recordNumber))
            Fail($"a good snapshot was refused: {verdict.Error}");
    }

    public void RecordRefused(in ReplayVerdict verdict)
    {
        if (verdict.Action == ReplayAction.SnapshotRefused)
        {
            if (world.Journal.DamagedNumber != verdict.RecordNumber + 1 && !world.Journal.IsRolledBack)
                Fail($"a good snapshot was refused by its next record: {verdict.Error}");
            return;
        }

        bool poisoned = verdict.Sequence + 1 == world.Settings.PoisonedSequence && world.Journal.Skips.Count == 0;
        long number = verdict.RecordNumber;
        bool unsound = number == world.Journal.DamagedNumber || world.Journal.IsLost(number);
        if (!poisoned && !unsound)
            Fail($"a good journal was refused: {verdict.Error}");
    }

    /// <summary>An operator has accepted that whatever came after a command is lost.</summary>
    public void LossAccepted(long lastSequence)
    {
        foreach (long sequence in _hashes.Keys.Where(sequence => sequence > lastSequence).ToArray())
            _hashes.Remove(sequence);
        foreach (RequestId id in _outcomes.Keys.Where(id => _outcomes[id].FirstSequence > lastSequence).ToArray())
            _outcomes.Remove(id);
    }

    /// <summary>A host has read everything: its state must be that of a full replay.</summary>
    public void Recovered(SimHost host)
    {
        RecoveryReport report = host.Sequencer.RecoveryReport;
        if (report.SnapshotSequence > 0)
            world.Count(Fault.RecoveredFromSnapshot);
        if (report.TornRecordNumber is not null)
            world.Count(Fault.RecoveredBehindTornRecord);
        if (report.RecordsNotCrossChecked > 2)
            Fail($"{report.RecordsNotCrossChecked} records are not cross-checked");
        var fold = new JournalFold();
        JournalReplayer full = Replay(fold, report.LastRecordNumber);
        if (full.Engine.Hash != report.Hash || full.Engine.Sequence != report.LastSequence)
            Fail($"recovery gives {report.Hash} at {report.LastSequence}, a full replay {full.Engine.Hash}");
        SameHashes(fold);
    }

    /// <summary>Everything has become quiet.</summary>
    public void Final()
    {
        var fold = new JournalFold();
        JournalReplayer full = Replay(fold, world.Journal.Count);
        full.Engine.CheckInvariants();
        SameHashes(fold);
        EachRequestOnce(fold);
        foreach ((long number, byte[] bytes) in world.Journal.Snapshots)
        {
            if (!_flippedSnapshots.Contains(number))
                SnapshotAndTail(number, bytes, full);
        }

        foreach (SimView view in world.Views)
        {
            if (!view.Outcomes.SequenceEqual(fold.Outcomes))
                Fail("a view differs from a fresh fold over the journal");
        }
    }

    private void EachRequestOnce(JournalFold fold)
    {
        var executions = new Dictionary<RequestId, int>();
        for (int i = 0; i < fold.Commands.Count; i++)
        {
            FoldedCommand command = fold.Commands[i];
            bool first = command.FirstSequence == i + 1 && command.Code != RejectCode.OutcomeForgotten;
            if (command.RequestId is not { } id || !first)
                continue;
            if (command.Code == RejectCode.RequestIdReused)
                Fail($"request {id} was taken for another one");

            // A repetition that is skipped executes nothing: the first outcome stands.
            if (command.Code == RejectCode.Skipped && executions.ContainsKey(id))
                continue;
            executions[id] = executions.GetValueOrDefault(id) + 1;
            if (executions[id] > 1)
                Fail($"request {id} was executed twice, the second time at {i + 1}");
        }

        foreach ((RequestId id, AckedOutcome outcome) in _outcomes)
        {
            FoldedCommand command = fold.Commands[(int)outcome.FirstSequence - 1];
            if (!executions.ContainsKey(id) || command.RequestId != id || command.Code != outcome.Code)
                Fail($"request {id} was answered {outcome}, the journal holds {command}");
        }
    }

    private void SnapshotAndTail(long number, byte[] bytes, JournalReplayer full)
    {
        var tail = new JournalReplayer(world.ReplayOptions(null));
        ReplayVerdict verdict = tail.OfferSnapshot(number, bytes);
        for (long next = number + 1; verdict.Accepted && next <= world.Journal.Count; next++)
            verdict = tail.Replay(next, world.Journal.Original(next));
        if (!verdict.Accepted || tail.Engine.Hash != full.Engine.Hash)
            Fail($"snapshot {number} and tail give {tail.Engine.Hash}, not {full.Engine.Hash}: {verdict.Error}");
        if (!tail.Engine.ComputeDigest().Components.SequenceEqual(full.Engine.ComputeDigest().Components))
            Fail($"snapshot {number} and tail have other digests than a full replay");
    }

    /// <summary>Replays the journal as it was stored, damage of the moment left aside.</summary>
    private JournalReplayer Replay(JournalFold fold, long lastNumber)
    {
        var replayer = new JournalReplayer(world.ReplayOptions(fold));
        for (long number = 1; number <= lastNumber; number++)
        {
            ReplayVerdict verdict = replayer.Replay(number, world.Journal.Original(number));
            if (!verdict.Accepted)
                Fail($"a full replay is refused: {verdict.Error}");
        }

        return replayer;
    }

    private void SameHashes(JournalFold fold)
    {
        for (int i = 0; i < fold.Commands.Count; i++)
            SameHash(i + 1, fold.Commands[i].Hash);
    }

    private void SameHash(long sequence, Hash256 hash)
    {
        if (!_hashes.TryAdd(sequence, hash) && _hashes[sequence] != hash)
            Fail($"sequence {sequence} has hashes {_hashes[sequence]} and {hash}");
    }

    private static void Fail(string what) => throw new SimulationException(what);
}
