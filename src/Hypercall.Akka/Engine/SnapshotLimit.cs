namespace Hypercall.Actors.Engine;

/// <summary>
/// Which snapshots a partition's next engine may begin with: those that failed their checks, or a store that failed,
/// are not tried again, but what an engine has saved since is; else a venue whose store failed once would replay its
/// journal whole at every restart. Written by the partition's actor and by its engine, of which there is one at a time.
/// </summary>
internal sealed class SnapshotLimit
{
    private long _newest = long.MaxValue;

    /// <summary>Snapshots of later records are not tried; 0: the store is not even asked.</summary>
    public long Newest => Volatile.Read(ref _newest);

    /// <summary>That snapshot, and with it every later one, was refused.</summary>
    public void Refuse(long recordNumber) => Volatile.Write(ref _newest, recordNumber - 1);

    /// <summary>The store could not be read.</summary>
    public void RefuseAll() => Volatile.Write(ref _newest, 0);

    /// <summary>An engine has made, checked and saved that snapshot.</summary>
    public void Saved(long recordNumber) => Volatile.Write(ref _newest, Math.Max(Newest, recordNumber));
}
