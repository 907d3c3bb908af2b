using Hypercall.Actors.Follower;
using Hypercall.Actors.Storage;

namespace Hypercall.Actors.Hosting;

/// <summary>Keeps snapshots that were made beside a journal whose engine does not run.</summary>
public static class OfflineSnapshots
{
    /// <summary>
    /// Keeps a snapshot, and of the older ones as many as an engine would. A journal of SQLite files is held from then
    /// on until the system ends.
    /// </summary>
    /// <param name="system">A system with the journal's settings, in which no engine has been started.</param>
    /// <param name="partition">Whose it is.</param>
    /// <param name="recordNumber">The last record that it holds.</param>
    /// <param name="bytes">The snapshot (SnapshotCodec), checked.</param>
    /// <returns>Null when it is durable, else why it is not.</returns>
    /// <exception cref="SettingException">A setting is wrong.</exception>
    /// <exception cref="JournalRefusedException">No journal can be kept in a database as it is.</exception>
    /// <exception cref="FolderOwnedException">Another host holds the folder of a file.</exception>
    public static async Task<string?> SaveAsync(
        ActorSystem system, string partition, long recordNumber, ReadOnlyMemory<byte> bytes)
    {
        PartitionSettings settings = HypercallSystem.Prepare(system).For(partition);
        var reads = new PartitionReads(system, settings);
        var metadata = new SnapshotMetadata(settings.PersistenceId, recordNumber, system.Scheduler.Now.UtcDateTime);
        var save = new SaveSnapshot(metadata, new PersistedSnapshot(bytes));
        if (await reads.SnapshotStore.Ask<object>(save) is SaveSnapshotFailure failure)
            return failure.Cause.Message;
        await DeleteOlderAsync(reads, settings);
        return null;
    }

    /// <summary>One that stays although it is older does no harm: the next engine deletes it.</summary>
    private static async Task DeleteOlderAsync(PartitionReads reads, PartitionSettings settings)
    {
        IReadOnlyList<long> kept = await reads.SnapshotNumbersAsync(long.MaxValue, settings.SnapshotsKept);
        if (kept.Count == settings.SnapshotsKept)
        {
            await reads.SnapshotStore.Ask<object>(new DeleteSnapshots(
                settings.PersistenceId, new SnapshotSelectionCriteria(kept[^1] - 1)));
        }
    }
}
