using Hypercall.Actors.Engine.Reports;
using Hypercall.Actors.Follower;
using Hypercall.Sequencer.Recovery;

namespace Hypercall.Actors.Engine;

/// <summary>Recovery, the journal's answers, snapshots.</summary>
internal sealed partial class EngineActor
{
    /// <summary>Numbers of sound snapshots in the store: the newest ones, as far as they are known.</summary>
    private readonly SortedSet<long> _snapshots = [];
    private bool _written;
    private long _writtenAt;
    private DateTime _durableAt;

    /// <summary>The journal's last number; one less than the snapshot's where that one's record is gone.</summary>
    private long _journalEnd;
    private bool _looksAtEnd;

    private void ReceiveRows()
    {
        Recover<PersistedRecord>(Replay);
        Recover<SnapshotOffer>(Begin);
        Recover<RecoveryCompleted>(_ => Recovered());
        RecoverAny(row => throw new UnknownEventException(PersistenceId, LastSequenceNr, row));
    }

    /// <summary>Akka stops the actor after this, whatever it does.</summary>
    protected override void OnPersistFailure(Exception cause, object @event, long sequenceNr) => GiveUp(
        () => _sequencer.WriteFailed(sequenceNr, JournalFailures.OfWrite(cause), cause.Message, _now));

    /// <summary>Akka would go on after this, with a hole in the journal: the sequencer does not.</summary>
    protected override void OnPersistRejected(Exception cause, object @event, long sequenceNr) => GiveUp(
        () => _sequencer.WriteFailed(sequenceNr, StopReason.WriteRejected, cause.Message, _now));

    /// <summary>Akka stops the actor after this, whatever it does.</summary>
    protected override void OnRecoveryFailure(Exception reason, object? message = null)
    {
        string why = JournalFailures.Describe(reason);
        Log.Error("{0}: recovery failed at record {1}: {2}", PersistenceId, LastSequenceNr, why);
        if (_ended is null && LastSequenceNr == 0 && _newestSnapshot > 0)
        {
            _ended = new StopNotice(StopReason.JournalUnreadable, 0, 0, why);
            Report(new EngineRecoveredNothing(why));
            return;
        }

        GiveUp(() => _sequencer.RecoveryFailed(JournalFailures.OfRecovery(reason), why));
    }

    private void Begin(SnapshotOffer offer)
    {
        long number = offer.Metadata.SequenceNr;
        if (offer.Snapshot is not PersistedSnapshot snapshot)
        {
            RefuseSnapshot(number, $"it is a {offer.Snapshot?.GetType().FullName}");
            return;
        }

        ReplayVerdict verdict = _sequencer.OfferSnapshot(number, snapshot.Bytes);
        if (verdict.Accepted)
            _snapshots.Add(number);
        else
            RefuseSnapshot(number, verdict.Error!);
    }

    private void Replay(PersistedRecord record)
    {
        _replay.Take(LastSequenceNr);
        if (_ended is not null)
            return;
        ReplayVerdict verdict = _sequencer.Replay(LastSequenceNr, record.Bytes);
        if (verdict.Action == ReplayAction.SnapshotRefused)
            RefuseSnapshot(verdict.RecordNumber, verdict.Error!);
    }

    /// <summary>The fence waits for what the partition's actor hears from others.</summary>
    private void Recovered()
    {
        _replay.Dispose();
        if (_ended is not null)
            return;
        RecoveryReport report = _sequencer.RecoveryReport;
        Log.Info(
            "{0}: recovered {1} commands in {2} records from {3}, sequence {4}",
            PersistenceId,
            report.CommandsReplayed,
            report.RecordsReplayed,
            report.SnapshotSequence > 0 ? $"the snapshot at {report.SnapshotSequence}" : "the first record",
            report.LastSequence);
        _journalEnd = LastSequenceNr;
        if (report.RecordsReplayed == 0 && LastSequenceNr > 0)
            LookAtEnd();
        else
            AskToFence();
    }

    /// <summary>
    /// Akka takes the number of a snapshot for the journal's where no record follows it. One from beyond the journal's
    /// end shows by its own record, which every journal holds, archived or not.
    /// </summary>
    private void LookAtEnd()
    {
        _looksAtEnd = true;
        _epochReader.Tell(new ReadEpoch(LastSequenceNr));
    }

    private void TakeEnd(JournalObservation found)
    {
        _looksAtEnd = false;
        if (_ended is not null)
            return;
        if (found.Record is not { } record)
            _journalEnd = LastSequenceNr - 1;
        else if (_sequencer.OfferSnapshotsRecord(record) is { Accepted: false } refused)
        {
            RefuseSnapshot(refused.RecordNumber, refused.Error!);
            return;
        }

        AskToFence();
    }

    private void AskToFence() => Report(new EngineRecovered(
        _sequencer.RecoveryReport.Epoch, LastSequenceNr, _sequencer.PreviousOwner));

    private void TakeUnread(EpochUnread unread)
    {
        if (_looksAtEnd && _ended is null)
            _sequencer.RecoveryFailed(StopReason.JournalUnreadable, unread.Detail);
    }

    private void RefuseFence(FenceNot refusal)
    {
        if (_ended is null)
            _sequencer.RefuseFence(refusal.Reason, refusal.Detail);
    }

    /// <summary>
    /// Where an operator accepts a loss, snapshots of what is lost go before the fence: once the journal has their
    /// numbers again, they would be taken for its own.
    /// </summary>
    private void PrepareFence(FenceTerms terms)
    {
        if (_ended is not null || !terms.AcceptsLoss)
        {
            Fence(terms);
            return;
        }

        new PartitionReads(Context.System, _settings).DeleteSnapshotsAfterAsync(_journalEnd).PipeTo(
            Self,
            success: () => new LostSnapshotsDeleted(terms),
            failure: cause => new FenceNot(
                StopReason.JournalUnreadable, $"snapshots of what is lost: {cause.Message}"));
    }

    private void Fence(FenceTerms terms)
    {
        if (_ended is not null)
            return;
        ReplayVerdict verdict = _sequencer.RecoveryCompleted(_now, _journalEnd, terms);
        if (verdict.Action == ReplayAction.SnapshotRefused)
            RefuseSnapshot(verdict.RecordNumber, verdict.Error!);
    }

    /// <summary>The partition's actor starts another engine that does not try this snapshot.</summary>
    private void RefuseSnapshot(long number, string error)
    {
        Log.Warning("{0}: snapshot {1} was refused: {2}", PersistenceId, number, error);
        _ended = new StopNotice(StopReason.RecoveryRefused, number, 0, error);
        Report(new EngineSnapshotRefused(number, error, _sequencer.AcceptedLoss));
        Context.Stop(Self);
    }

    private void Written(long recordNumber)
    {
        if (_ended is not null)
            return;
        if (LastSequenceNr != recordNumber)
            throw new InvalidOperationException($"record {recordNumber} was stored as {LastSequenceNr}");
        _durableAt = DateTime.UtcNow;
        _writtenAt = _settings.Metrics?.WriteCompleted() ?? 0;
        _sequencer.WriteCompleted(recordNumber, _now);
        _written = true;
    }

    private void ApplyWritten()
    {
        _sequencer.ApplyWritten(_now);
        _settings.Metrics?.Applied(_writtenAt, _sequencer.Statistics, _sequencer.AppliedSequence);
    }

    private void SnapshotSaved(long number)
    {
        _sequencer.SnapshotSaved(number, _now);
        AnswerOperator(number, null);
        Report(new EngineSnapshotSaved(number));
        Keep([number]);
    }

    /// <summary>
    /// Gives the sequencer its last input, unless it threw itself before: then PostStop reports the defect.
    /// </summary>
    private void GiveUp(Action input)
    {
        if (_ended is not null)
            return;
        try
        {
            input();
        }
        catch (InvalidOperationException exception)
        {
            _defect ??= exception;
            Log.Error(exception, "{0}: the sequencer takes nothing more", PersistenceId);
        }
    }

    private sealed class HandOver : INoSerializationVerificationNeeded
    {
        public static HandOver Instance { get; } = new();
    }

    private sealed class ApplyStored : INoSerializationVerificationNeeded
    {
        public static ApplyStored Instance { get; } = new();
    }
}
