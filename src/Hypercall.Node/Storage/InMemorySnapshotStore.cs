namespace Hypercall.Node.Storage;

/// <summary>Snapshots in memory, the companion of <see cref="InMemoryJournal"/>; it too outlives its node.</summary>
public sealed class InMemorySnapshotStore : ISnapshotStore
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<long, byte[]> _snapshots = [];

    /// <inheritdoc/>
    public string Location => "memory";

    /// <inheritdoc/>
    public IReadOnlyList<long> ReadNumbers()
    {
        lock (_gate)
            return [.. _snapshots.Keys.Reverse()];
    }

    /// <inheritdoc/>
    public byte[] Load(long recordNumber)
    {
        lock (_gate)
        {
            return _snapshots.TryGetValue(recordNumber, out byte[]? bytes)
                ? bytes
                : throw new JournalDamagedException(Location, recordNumber, "the snapshot is missing");
        }
    }

    /// <inheritdoc/>
    public void Save(long recordNumber, ReadOnlySpan<byte> snapshot)
    {
        lock (_gate)
        {
            _snapshots[recordNumber] = snapshot.ToArray();
            while (_snapshots.Count > ISnapshotStore.Kept)
                _snapshots.Remove(_snapshots.Keys.First());
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
