using Hypercall.Actors.Follower;

namespace Hypercall.Actors.Engine;

/// <summary>The snapshot that an operator waits for, at most one at a time; which ones are kept.</summary>
internal sealed partial class EngineActor
{
    private (IActorRef Sender, long Token)? _operator;

    /// <summary>
    /// A journal is archived up to a snapshot's own record, which stays; one that merely begins later has lost rows.
    /// </summary>
    private JournalObservation WithArchived(in JournalObservation found) =>
        _snapshots.Contains(found.ArchivedBefore) ? found : found with { ArchivedBefore = 0 };

    private void TakeSnapshotFor(TakeSnapshot request)
    {
        if (_operator is not null)
        {
            Sender.Tell(new SnapshotTaken(request.Token, 0, "another operator waits for a snapshot"), Self);
            return;
        }

        _operator = (Sender, request.Token);
        if (!_sequencer.RequestSnapshot(_now))
            AnswerOperator(0, "a snapshot is being saved");
    }

    private void ReceiveSnapshotAnswers()
    {
        Command<SnapshotCompleted>(completed =>
            _sequencer.SnapshotChecked(completed.RecordNumber, completed.Result, _now));
        Command<SaveSnapshotSuccess>(saved => SnapshotSaved(saved.Metadata.SequenceNr));
        Command<SaveSnapshotFailure>(SnapshotFailed);
        Command<SnapshotsListed>(listed => Keep(listed.Numbers));
        Command<DeleteSnapshotsSuccess>(_ => { });
        Command<DeleteSnapshotsFailure>(failed => Warn(
            $"snapshots up to {failed.Criteria.MaxSequenceNr} were not deleted: {failed.Cause.Message}"));
    }

    /// <summary>
    /// Those before the one that recovery began with. Where they cannot be read they stay until the next start.
    /// </summary>
    private void ListOlderSnapshots()
    {
        if (_snapshots.Count > 0)
        {
            new PartitionReads(Context.System, _settings)
                .TellSnapshotNumbers(Self, _snapshots.Min, _settings.SnapshotsKept);
        }
    }

    /// <summary>The last ones stay; what is older is deleted, known or not.</summary>
    private void Keep(IEnumerable<long> numbers)
    {
        _snapshots.UnionWith(numbers);
        while (_snapshots.Count > _settings.SnapshotsKept)
            _snapshots.Remove(_snapshots.Min);
        if (_snapshots.Count == _settings.SnapshotsKept)
            DeleteSnapshots(new SnapshotSelectionCriteria(_snapshots.Min - 1));
    }

    private void SnapshotFailed(SaveSnapshotFailure failed)
    {
        Warn($"snapshot {failed.Metadata.SequenceNr} was not saved: {failed.Cause.Message}");
        AnswerOperator(0, $"it was not saved: {failed.Cause.Message}");
        _sequencer.SnapshotFailed(failed.Metadata.SequenceNr, _now);
    }

    private void AnswerOperator(long recordNumber, string? error)
    {
        if (_operator is not { } waiting)
            return;
        _operator = null;
        waiting.Sender.Tell(new SnapshotTaken(waiting.Token, recordNumber, error), Self);
    }
}
