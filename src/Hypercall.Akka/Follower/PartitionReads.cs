using Hypercall.Actors.Storage;
using Hypercall.Sequencer.Recovery;

namespace Hypercall.Actors.Follower;

/// <summary>
/// What is read of a partition, and deleted of its snapshots, beside its owner or for it. Safe for use from several
/// threads.
/// </summary>
/// <param name="longest">How long one read may take; null: as long as the plugin takes.</param>
internal sealed class PartitionReads(ActorSystem system, PartitionSettings partition, TimeSpan? longest = null)
{
    private const int MostSkips = 4_096;

    private readonly SqliteRows? _rows = SqliteRows.Of(system, partition.JournalPluginId);

    /// <summary>True: a few records cost little more than none.</summary>
    public bool AreCheap => _rows is not null;

    /// <summary>Where its snapshots are.</summary>
    public IActorRef SnapshotStore =>
        Persistence.Instance.Apply(system).SnapshotStoreFor(partition.SnapshotPluginId);

    /// <summary>Records in order, as many as are wanted where there are so many.</summary>
    /// <param name="first">Number of the first one wanted, from 1; the one found may be a later one.</param>
    /// <param name="count">Most records wanted.</param>
    /// <param name="last">Number of the last one wanted.</param>
    /// <exception cref="TimeoutException">It took longer.</exception>
    /// <exception cref="Exception">What the plugin says.</exception>
    public Task<IReadOnlyList<JournalRow>> RecordsAsync(long first, int count, long last = long.MaxValue) =>
        _rows is { } rows
            ? Task.Run(() => rows.Read(partition.PersistenceId, (first, last), count))
                .WaitAsync(longest ?? Timeout.InfiniteTimeSpan)
            : JournalRead.RowsAsync(
                system, partition.JournalPluginId, partition.PersistenceId, (first, last), count, longest);

    /// <summary>What an operator skips.</summary>
    /// <exception cref="TimeoutException">It took longer.</exception>
    /// <exception cref="UnknownEventException">A row is no skip record.</exception>
    public async Task<IReadOnlyList<SkipRecord>> SkipsAsync()
    {
        string id = partition.SkipsPersistenceId;
        IReadOnlyList<JournalRow> rows = await JournalRead.RowsAsync(
            system, partition.SkipsPluginId, id, (1, long.MaxValue), MostSkips, longest);
        return [.. rows.Select(row => SkipLedger.Decode(id, row.Number, row.Payload))];
    }

    /// <summary>The engine's newest snapshot of a record up to a number; null: there is none.</summary>
    /// <exception cref="TimeoutException">It took longer.</exception>
    /// <exception cref="IOException">What the plugin says.</exception>
    public async Task<SelectedSnapshot?> SnapshotAsync(long newest = long.MaxValue)
    {
        var request = new LoadSnapshot(
            partition.PersistenceId, new SnapshotSelectionCriteria(newest), long.MaxValue);
        return await SnapshotStore.Ask<object>(request, longest) switch
        {
            LoadSnapshotFailed failed => throw new IOException(failed.Cause.Message, failed.Cause),
            object answer => ((LoadSnapshotResult)answer).Snapshot,
        };
    }

    /// <summary>
    /// Numbers of the engine's snapshots of records up to one, the newest first. A store of ours tells them without
    /// handing over a snapshot.
    /// </summary>
    /// <exception cref="Exception">What the store or the plugin says.</exception>
    public async Task<IReadOnlyList<long>> SnapshotNumbersAsync(long newest, int count)
    {
        if (JournalStore.OfSnapshots(system.Settings.Config, partition.SnapshotPluginId) is { } store)
            return await store.LastNumbersAsync(partition.PersistenceId, newest, count, CancellationToken.None);
        var numbers = new List<long>();
        while (numbers.Count < count && await SnapshotAsync(newest) is { Metadata.SequenceNr: var number })
        {
            numbers.Add(number);
            newest = number - 1;
        }

        return numbers;
    }

    /// <summary>
    /// Deletes the engine's snapshots of records after one, each by its number: Akka.Persistence.Sql does not look at a
    /// selection's lower end, and would delete all.
    /// </summary>
    /// <exception cref="Exception">What the store or the plugin says.</exception>
    public async Task DeleteSnapshotsAfterAsync(long last)
    {
        for (long newest = long.MaxValue;
            await SnapshotNumbersAsync(newest, 1) is [long number] && number > last;
            newest = number - 1)
        {
            var metadata = new SnapshotMetadata(partition.PersistenceId, number, DateTime.MinValue);
            if (await SnapshotStore.Ask<object>(new DeleteSnapshot(metadata), longest) is DeleteSnapshotFailure failure)
                throw new IOException($"snapshot {number} was not deleted: {failure.Cause.Message}", failure.Cause);
        }
    }

    /// <summary>Tells an actor these numbers; none where they cannot be read, which is logged.</summary>
    public void TellSnapshotNumbers(IActorRef receiver, long newest, int count) =>
        SnapshotNumbersAsync(newest, count).PipeTo(
            receiver,
            success: numbers => new SnapshotsListed(numbers),
            failure: cause =>
            {
                system.Log.Warning(
                    "which snapshots {0} has cannot be read: {1}", partition.PersistenceId, cause.Message);
                return new SnapshotsListed([]);
            });

    /// <summary>
    /// Replays that stand at the engine's snapshots, the newest first; one that is not sound is passed over, as
    /// recovery does it, and so is one that cannot be loaded where there is an older one.
    /// </summary>
    /// <param name="begin">Makes a replay that has read nothing.</param>
    /// <param name="newest">The record of the first one looked at, at most.</param>
    /// <exception cref="TimeoutException">A read took longer.</exception>
    /// <exception cref="IOException">What the plugin says.</exception>
    public async IAsyncEnumerable<JournalReplayer> SnapshotsAsync(
        Func<JournalReplayer> begin, long newest = long.MaxValue)
    {
        while (await LoadableAsync(newest) is { } selected)
        {
            long number = selected.Metadata.SequenceNr;
            JournalReplayer replay = begin();
            bool isSound = selected.Snapshot is PersistedSnapshot snapshot
                && replay.OfferSnapshot(number, snapshot.Bytes).Accepted;
            if (isSound)
                yield return replay;
            else
                system.Log.Warning("snapshot {0} of {1} was passed over", number, partition.PersistenceId);
            newest = number - 1;
        }
    }

    /// <summary>The newest snapshot that can be loaded; null: there is none.</summary>
    private async Task<SelectedSnapshot?> LoadableAsync(long newest)
    {
        while (true)
        {
            try
            {
                return await SnapshotAsync(newest);
            }
            catch (IOException exception)
            {
                if (await SnapshotNumbersAsync(newest, 2) is not [var failed, var older])
                    throw;
                system.Log.Warning(
                    "snapshot {0} of {1} was passed over: {2}", failed, partition.PersistenceId, exception.Message);
                newest = older;
            }
        }
    }
}
