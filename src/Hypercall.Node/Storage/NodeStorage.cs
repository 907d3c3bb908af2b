namespace Hypercall.Node.Storage;

/// <summary>
/// A node's journal and snapshots together, with the ownership of their directory: what a node opens at its start and
/// closes when its last thread has ended.
/// </summary>
public sealed class NodeStorage : IDisposable
{
    private readonly DirectoryOwnership? _ownership;

    /// <summary>Storage of a caller's own making, e.g. in memory.</summary>
    /// <param name="journal">The journal.</param>
    /// <param name="snapshots">The snapshots.</param>
    public NodeStorage(IJournal journal, ISnapshotStore snapshots)
        : this(journal, snapshots, null)
    {
    }

    private NodeStorage(IJournal journal, ISnapshotStore snapshots, DirectoryOwnership? ownership)
    {
        Journal = journal;
        Snapshots = snapshots;
        _ownership = ownership;
    }

    /// <summary>The journal.</summary>
    public IJournal Journal { get; }

    /// <summary>The snapshots.</summary>
    public ISnapshotStore Snapshots { get; }

    /// <summary>The directory of the files, or null in memory.</summary>
    public string? Directory => _ownership?.Directory;

    /// <summary>Takes a directory and opens or creates both files in it.</summary>
    /// <exception cref="JournalException">It is owned by another, damaged, or another engine's.</exception>
    public static NodeStorage OpenOwned(string directory, string engineId, SqliteJournalOptions? options = null)
    {
        DirectoryOwnership ownership = DirectoryOwnership.Acquire(directory);
        IJournal? journal = null;
        try
        {
            journal = SqliteJournal.OpenOwned(ownership, engineId, options);
            return new NodeStorage(journal, SqliteSnapshotStore.OpenOwned(ownership, engineId), ownership);
        }
        catch
        {
            journal?.Dispose();
            ownership.Dispose();
            throw;
        }
    }

    /// <summary>Opens a directory's files for reading; an owner may be writing them.</summary>
    /// <remarks>
    /// Where there are no snapshots yet, there is an empty store in memory in their place. A directory in which the Akka
    /// host keeps its files, or its journal's file itself, is read too, by its journal alone.
    /// </remarks>
    /// <param name="directory">The directory, or the file of an Akka host's journal.</param>
    /// <param name="partition">Whose journal it must be; null: whoever's it is, if it is one's alone.</param>
    /// <exception cref="JournalException">
    /// There is no journal, or none of that partition, or of several and none is named, or a file cannot be read.
    /// </exception>
    public static NodeStorage OpenReadOnly(string directory, string? partition = null)
    {
        if (AkkaJournalIn(directory) is { } file)
            return new NodeStorage(AkkaSqliteJournal.OpenReadOnly(file, partition), new InMemorySnapshotStore());
        SqliteJournal journal = SqliteJournal.OpenReadOnly(directory);
        try
        {
            if (partition is not null && partition != journal.EngineId)
            {
                throw new JournalIncompatibleException(
                    journal.Location, $"holds no partition '{partition}', but {journal.EngineId}");
            }

            return new NodeStorage(journal, OpenSnapshots(directory));
        }
        catch
        {
            journal.Dispose();
            throw;
        }
    }

    /// <summary>The file of an Akka host's journal that a path names, or null.</summary>
    public static string? AkkaJournalIn(string path)
    {
        string inDirectory = Path.Combine(path, AkkaSqliteJournal.FileName);
        bool isOwn = File.Exists(Path.Combine(path, SqliteJournal.FileName));
        return File.Exists(path) ? path : !isOwn && File.Exists(inDirectory) ? inDirectory : null;
    }

    /// <summary>The same storage for reading, independent of this one's life.</summary>
    public NodeStorage OpenForReading() =>
        Directory is { } directory ? OpenReadOnly(directory) : new NodeStorage(Journal, Snapshots);

    /// <summary>New storage in memory.</summary>
    public static NodeStorage InMemory(string engineId) =>
        new(new InMemoryJournal(engineId), new InMemorySnapshotStore());

    private static ISnapshotStore OpenSnapshots(string directory) =>
        File.Exists(Path.Combine(directory, SqliteSnapshotStore.FileName))
            ? SqliteSnapshotStore.OpenReadOnly(directory)
            : new InMemorySnapshotStore();

    /// <summary>Closes the files, then gives the directory up.</summary>
    public void Dispose()
    {
        Journal.Dispose();
        Snapshots.Dispose();
        _ownership?.Dispose();
    }
}
