using Hypercall.Actors.Engine.Reports;
using Hypercall.Actors.Follower;

namespace Hypercall.Actors.Engine;

/// <summary>An operator's way past a command that no engine can apply (runtime.md §2).</summary>
public sealed partial class PartitionActor
{
    private void StoreSkip(SkipCommand skip)
    {
        IActorRef asker = Sender;
        if (WhyNotSkipped(skip.Sequence) is { } why)
        {
            asker.Tell(new SkipAnswer(skip.Token, why), Self);
            return;
        }

        new PartitionReads(Context.System, _settings).RecordsAsync(_stop!.RecordNumber, JournalLook.RecordsRead).PipeTo(
            Self,
            success: rows => new SkipChecked(skip, asker, WhyNotSkipped(skip.Sequence, rows)),
            failure: cause => new SkipChecked(
                skip, asker, $"the journal cannot be read: {JournalFailures.Describe(cause)}"));
    }

    private void TakeChecked(SkipChecked found)
    {
        if ((found.Error ?? WhyNotSkipped(found.Command.Sequence)) is { } why)
            found.Asker.Tell(new SkipAnswer(found.Command.Token, why), Self);
        else
            _ledger.Tell(found.Command, found.Asker);
    }

    /// <summary>
    /// What an owner of another process applied the journal says: of the records behind the command's own the second
    /// one at the latest, as at most one is written before the command is applied.
    /// </summary>
    private static string? WhyNotSkipped(long sequence, IReadOnlyList<JournalRow> rows) =>
        rows.Any(row => row.Record is { } record && record.AppliedSequence >= sequence) ? WasApplied(sequence) : null;

    private static string WasApplied(long sequence) =>
        $"command {sequence} was applied and answered: it cannot be skipped";

    /// <summary>
    /// A skip is for good: one of a command that later records prove to have been applied, or of none, would be met
    /// by every start.
    /// </summary>
    private string? WhyNotSkipped(long sequence)
    {
        if (_isFencedOut)
            return "another host owns the journal";
        if (_state != PartitionState.Down || _ledger.IsNobody())
            return $"the partition is {_state}, not Down";
        if (_stop is not { Reason: StopReason.Poison, Sequence: var poisoned })
            return $"the partition stopped, {_stop?.Reason}: there is nothing to skip";
        if (sequence != poisoned)
            return $"the partition stopped at command {poisoned}: no other one can be skipped";
        return sequence > _sequence ? null : WasApplied(sequence);
    }

    private void TakeStoredSkip(SkipStored stored)
    {
        stored.Operator.Tell(new SkipAnswer(stored.Command.Token, stored.Error), Self);
        if (stored.Error is not null)
            return;
        _skips = stored.Skips;
        if (_state != PartitionState.Down)
            return;
        _state = PartitionState.Unavailable;
        _startsAtOnce = true;
        StartEngineOnceAlone();
    }

    /// <summary>What the journal says of a skip.</summary>
    /// <param name="Error">Why it is none; null: nothing.</param>
    private sealed record SkipChecked(SkipCommand Command, IActorRef Asker, string? Error)
        : INoSerializationVerificationNeeded;
}
