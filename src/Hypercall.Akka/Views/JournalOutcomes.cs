using Hypercall.Actors.Follower;
using Hypercall.Sequencer.Recovery;

namespace Hypercall.Actors.Views;

/// <summary>Answers a feed from the journal where the owner's ring no longer can.</summary>
/// <param name="reads">Reads the partition's journal.</param>
/// <param name="settings">Whose it is, and how much of it is read at once.</param>
internal sealed class JournalOutcomes(PartitionReads reads, ViewSettings settings, IActorRef feed)
{
    /// <summary>Tells the feed the outcomes of a range, a RangeBatch for each record.</summary>
    /// <param name="cancellation">Another one is wanted.</param>
    /// <returns>What follows them: RangeCompleted, RangeUnavailable or <see cref="Gone"/>.</returns>
    /// <exception cref="Exception">The journal cannot be read.</exception>
    /// <exception cref="InvalidDataException">A record is damaged or gives another hash.</exception>
    public async Task<object> TellAsync(RangeRequest range, CancellationToken cancellation)
    {
        var replay = new OutcomeReplay(
            settings.Partition.ForReplay(await reads.SkipsAsync()), range.FirstSequence, range.LastSequence);
        bool isPassedOver = !await TryBeginAsync(replay);
        while (!replay.IsDone)
        {
            long next = replay.NextRecordNumber;
            IReadOnlyList<JournalRow> rows = await reads.RecordsAsync(next, settings.RecordsAtOnce);
            if (next == 1 && (rows is [var first, ..] ? first.Number > 1 : isPassedOver))
                return new Gone();
            foreach (JournalRow row in rows.TakeWhile(_ => !replay.IsDone))
                Execute(row, replay, range.Id);
            if (!replay.IsDone && (rows.Count < settings.RecordsAtOnce || cancellation.IsCancellationRequested))
                return new RangeUnavailable(range.Id);
        }

        return new RangeCompleted(range.Id);
    }

    /// <summary>Begins at the newest snapshot that serves, or with record 1 where there is no sound one.</summary>
    /// <returns>False where there are only snapshots that do not serve.</returns>
    private async Task<bool> TryBeginAsync(OutcomeReplay replay)
    {
        bool hasSnapshots = false;
        await foreach (JournalReplayer snapshot in reads.SnapshotsAsync(replay.NewReplayer))
        {
            hasSnapshots = true;
            if (replay.TryBegin(snapshot))
                return true;
        }

        return !hasSnapshots;
    }

    private void Execute(JournalRow row, OutcomeReplay replay, long requestId)
    {
        if (row.Payload is not PersistedRecord record)
            throw new InvalidDataException($"record {row.Number} is a {row.Payload.GetType().FullName}");
        if (replay.Execute(row.Number, record.Bytes) is { } batch)
            feed.Tell(new RangeBatch(requestId, batch));
    }

    /// <summary>
    /// The journal no longer holds what comes before the range, nor a snapshot to begin at. It was archived: only a
    /// newer snapshot leads on.
    /// </summary>
    internal sealed class Gone : INoSerializationVerificationNeeded;
}
