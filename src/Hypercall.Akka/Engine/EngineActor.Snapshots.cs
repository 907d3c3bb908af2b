using Hypercall.Sequencer.Snapshots;

namespace Hypercall.Actors.Engine;

/// <summary>The snapshot that an operator waits for, at most one at a time.</summary>
internal sealed partial class EngineActor
{
    private (IActorRef Sender, long Token)? _operator;

    /// <summary>
    /// A journal is archived up to a snapshot's own record, which stays; one that merely begins later has lost rows.
    /// </summary>
    private JournalObservation WithArchived(in JournalObservation found) =>
        _snapshots.Contains(found.ArchivedBefore) ? found : found with { ArchivedBefore = 0 };

    private void TakeSnapshotFor(TakeSnapshot request, HostTime now)
    {
        if (_operator is not null)
        {
            Sender.Tell(new SnapshotTaken(request.Token, 0, "another operator waits for a snapshot"), Self);
            return;
        }

        _operator = (Sender, request.Token);
        if (!_sequencer.RequestSnapshot(now))
            AnswerOperator(0, "a snapshot is being saved");
    }

    private void AnswerOperator(long recordNumber, string? error)
    {
        if (_operator is not { } waiting)
            return;
        _operator = null;
        waiting.Sender.Tell(new SnapshotTaken(waiting.Token, recordNumber, error), Self);
    }

    private sealed record SnapshotCompleted(long RecordNumber, CheckedSnapshot Result)
        : INoSerializationVerificationNeeded;
}
