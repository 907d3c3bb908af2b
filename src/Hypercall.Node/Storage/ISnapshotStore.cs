namespace Hypercall.Node.Storage;

/// <summary>
/// Keeps the last <see cref="Kept"/> snapshots. Written by the node's snapshot thread, read on recovery and by tools;
/// members may be called from any thread.
/// </summary>
public interface ISnapshotStore : IDisposable
{
    /// <summary>How many snapshots are kept.</summary>
    const int Kept = 3;

    /// <summary>Where it is, for messages.</summary>
    string Location { get; }

    /// <summary>Record numbers of the stored snapshots, newest first.</summary>
    /// <exception cref="JournalException">The store cannot be read.</exception>
    IReadOnlyList<long> ReadNumbers();

    /// <summary>The bytes of a snapshot, unchecked.</summary>
    /// <exception cref="JournalException">It cannot be read.</exception>
    byte[] Load(long recordNumber);

    /// <summary>Stores a snapshot, durable on return, and drops those that are no longer kept.</summary>
    /// <exception cref="JournalException">It was not stored.</exception>
    void Save(long recordNumber, ReadOnlySpan<byte> snapshot);
}
