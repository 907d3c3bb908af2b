using Hypercall.Sequencer.Ownership;
using Hypercall.Sequencer.Recovery;

namespace Hypercall.Sequencer.Live;

/// <summary>Recovery and the fence.</summary>
public sealed partial class EngineSequencer
{
    private long _lastRecordNumber;
    private FenceTerms _terms = new();

    /// <summary>What of the journal an operator accepted as lost, or null.</summary>
    public string? AcceptedLoss { get; private set; }

    /// <summary>
    /// Host of the last fence that recovery read; null where it read none, as when a snapshot of that epoch came after.
    /// </summary>
    public string? PreviousOwner => Replayer.Owner;

    /// <summary>What recovery did; final once <see cref="RecoveryCompleted"/> was called.</summary>
    public RecoveryReport RecoveryReport => Replayer.Report;

    /// <summary>Number of the record to replay next.</summary>
    public long NextRecordNumber => Replayer.NextRecordNumber;

    private JournalReplayer Replayer =>
        _replayer ?? throw new InvalidOperationException("recovery has not begun");

    /// <summary>Starts recovery with the operator's skips.</summary>
    /// <exception cref="ArgumentException">A skip is for another engine.</exception>
    public void BeginRecovery(IReadOnlyList<SkipRecord> skips)
    {
        if (_replayer is not null)
            throw new InvalidOperationException("recovery has begun already");
        _replayer = new JournalReplayer(new ReplayOptions
        {
            EngineId = _options.EngineId,
            Engine = _options.Engine,
            Skips = skips,
            LastRecordMayTear = _options.LastRecordMayTear,
            HashesAhead = true,
            BeforeApply = _options.BeforeApply,
        });
        _engine = _replayer.Engine;
    }

    /// <summary>
    /// Gives the newest snapshot, then, while it is refused, older ones; without one, replay from record 1.
    /// </summary>
    /// <param name="storeRecordNumber">The record number under which the store keeps it.</param>
    public ReplayVerdict OfferSnapshot(long storeRecordNumber, ReadOnlyMemory<byte> bytes)
    {
        EnterRecovery();
        ReplayVerdict verdict = Replayer.OfferSnapshot(storeRecordNumber, bytes);
        Leave();
        return verdict;
    }

    /// <summary>
    /// Gives the next record. With <see cref="ReplayAction.Refused"/> the sequencer has stopped; with
    /// <see cref="ReplayAction.SnapshotRefused"/> the host goes back to <see cref="OfferSnapshot"/>.
    /// </summary>
    /// <param name="recordNumber">Its number in the store.</param>
    public ReplayVerdict Replay(long recordNumber, ReadOnlyMemory<byte> bytes)
    {
        EnterRecovery();
        ReplayVerdict verdict = Replayer.Replay(recordNumber, bytes);
        if (verdict.Action == ReplayAction.Refused)
            StopRecovery(verdict);
        Leave();
        return verdict;
    }

    /// <summary>
    /// Gives the record that stands under the number of the snapshot, where none follows it: a snapshot of what a
    /// journal lost and wrote anew is refused, and the host goes back to <see cref="OfferSnapshot"/>.
    /// </summary>
    /// <param name="bytes">The record; one that is not sound says nothing.</param>
    public ReplayVerdict OfferSnapshotsRecord(ReadOnlyMemory<byte> bytes)
    {
        EnterRecovery();
        ReplayVerdict verdict = Replayer.OfferSnapshotsRecord(bytes);
        Leave();
        return verdict;
    }

    /// <summary>
    /// The journal has no more records: the fence is written. A torn record at the end is not part of the journal; its
    /// number is written again (<see cref="RecoveryReport.TornRecordNumber"/> says so: a file cuts it off first).
    /// </summary>
    /// <param name="journalLastRecordNumber">
    /// The last number that the journal holds, where the host knows it; recovery is refused if it ends elsewhere.
    /// </param>
    /// <param name="terms">What others have seen of the journal, and of the clock; null: nothing is known.</param>
    public ReplayVerdict RecoveryCompleted(
        HostTime now, long? journalLastRecordNumber = null, FenceTerms? terms = null)
    {
        EnterRecovery();
        _terms = terms ?? new FenceTerms();
        ReplayVerdict verdict = CheckAgainstOthers(journalLastRecordNumber);
        if (verdict.Accepted)
            verdict = Complete(journalLastRecordNumber);
        if (verdict.Accepted)
            BeginFence(now);
        else if (verdict.Action == ReplayAction.Refused && Phase != SequencerPhase.Stopped)
            StopRecovery(verdict);
        Leave();
        return verdict;
    }

    /// <summary>
    /// Stops where the journal went back behind what was seen of it; where an operator accepts that, a snapshot from
    /// beyond its end is refused instead, and an older one may be tried.
    /// </summary>
    private ReplayVerdict CheckAgainstOthers(long? journalLast)
    {
        long record = Replayer.NextRecordNumber - 1;
        var sound = new ReplayVerdict(ReplayAction.Continue, record, Replayer.Engine.Sequence, null);
        bool snapshotIsAhead = journalLast is { } last && Replayer.IsAheadOf(last);
        string? lost = snapshotIsAhead
            ? $"record {record}, of which there is a snapshot, is gone"
            : _terms.Seen is { } seen ? Replayer.Contradiction(seen) : null;
        if (_terms.AcceptsLoss)
            lost ??= _terms.FoundLost;
        if (lost is null)
            return _terms.SeenSince is { } since && Replayer.Contradiction(since) is { } more ? ReadAgain(more) : sound;
        if (!_terms.AcceptsLoss)
            return RefuseToFence(StopReason.JournalRewritten, $"the journal went back in time: {lost}");
        AcceptedLoss = lost;
        return snapshotIsAhead ? Replayer.RefuseSnapshot(lost) : sound;
    }

    /// <summary>Where an operator accepts what is lost, the next recovery knows it from its beginning.</summary>
    private ReplayVerdict ReadAgain(string more) =>
        RefuseToFence(StopReason.JournalUnreadable, $"the journal has to be read again: {more}");

    private ReplayVerdict RefuseToFence(StopReason reason, string detail)
    {
        _engine = Replayer.Engine;
        long record = Replayer.NextRecordNumber - 1;
        Stop(reason, record, _engine.Sequence, detail);
        return new ReplayVerdict(ReplayAction.Refused, record, _engine.Sequence, detail);
    }

    private ReplayVerdict Complete(long? journalLastRecordNumber)
    {
        ReplayVerdict verdict = Replayer.Complete(journalLastRecordNumber);
        if (!verdict.Accepted || Replayer.Header is not { } header || header.TimeSource == _options.TimeSource)
            return verdict;
        return new ReplayVerdict(
            ReplayAction.Refused,
            1,
            Replayer.Engine.Sequence,
            $"record 1: the journal's time source is {header.TimeSource}, this host is set to {_options.TimeSource}");
    }

    /// <summary>The host knows that it is not to take the journal: recovery is over.</summary>
    public void RefuseFence(StopReason reason, string detail)
    {
        EnterRecovery();
        RefuseToFence(reason, detail);
        Leave();
    }

    /// <summary>The host could not read the journal to its end: recovery is over.</summary>
    /// <param name="reason">
    /// JournalUnreadable where it was out of reach or too slow; RecoveryRefused where a row is missing or not what this
    /// version can read, as another try would find it too.
    /// </param>
    public void RecoveryFailed(StopReason reason, string detail)
    {
        EnterRecovery();
        long record = Replayer.NextRecordNumber;
        _engine = Replayer.Engine;
        Stop(reason, record, _engine.Sequence, $"record {record}, after sequence {_engine.Sequence}: {detail}");
        Leave();
    }

    private void StopRecovery(in ReplayVerdict verdict)
    {
        _engine = Replayer.Engine;
        if (Replayer.Poison is { } poison)
        {
            _effects.WriteDiagnostic(poison);
            Stop(StopReason.Poison, poison.RecordNumber, poison.Sequence, verdict.Error!);
            return;
        }

        Stop(StopReason.RecoveryRefused, verdict.RecordNumber, verdict.Sequence, verdict.Error!);
    }

    private void BeginFence(HostTime now)
    {
        RecoveryReport report = Replayer.Report;
        _engine = Replayer.Engine;
        Header = Replayer.Header;
        Epoch = report.Epoch;
        _lastRecordNumber = report.LastRecordNumber;
        _savedSequence = report.SnapshotSequence;
        _queuedSequence = _engine.Sequence;
        _writtenSequence = _engine.Sequence;
        _lastStampMs = _engine.TimestampMs;
        _clockAnchor = _terms.ClockComparedAt ?? now;
        _sealedSequence = _engine.Sequence;
        Phase = SequencerPhase.Fencing;
        if (!ClockIsSound(now))
            return;
        if (Header is null)
            WriteHeader(now);
        else
            WriteFence(now);
    }

    private void WriteHeader(HostTime now)
    {
        Header = new JournalRecord
        {
            Kind = JournalRecordKind.Header,
            EngineId = _options.EngineId,
            RulesVersion = _engine.Rules.Version,
            AppliedHash = _engine.Hash,
            TimeSource = _options.TimeSource,
            Origin = _options.Origin,
        };
        StartWrite(Header, now);
    }

    private void WriteFence(HostTime now)
    {
        Epoch++;
        StartWrite(RecordOfKind(JournalRecordKind.EngineStarted) with { HostId = _options.HostId }, now);
    }

    private void FenceStepCompleted(JournalRecordKind kind, HostTime now)
    {
        if (kind == JournalRecordKind.Header)
        {
            WriteFence(now);
            return;
        }

        KeepForNextLook();
        Phase = _drainAsked ? SequencerPhase.Draining : SequencerPhase.Live;
        _lastSealMs = now.MonotonicMs;
        _lastOwnerCheckMs = now.MonotonicMs;
        _lastPublishMs = now.MonotonicMs;
        _idleSinceMs = now.MonotonicMs;
        _effects.Started(Epoch);
        Continue(now);
    }
}
