namespace Hypercall.Node.Storage;

/// <summary>
/// The snapshots as a SQLite file of their own (<c>snapshots.db</c>), apart from the journal so that a large write
/// shares no transaction with it. A file that is damaged beyond reading is moved aside and begun anew by the owner:
/// snapshots only save time, the journal is the truth.
/// </summary>
public sealed class SqliteSnapshotStore : ISnapshotStore
{
    /// <summary>Name of the file inside the node's directory.</summary>
    public const string FileName = "snapshots.db";

    /// <summary>Version of the tables, not of the snapshots in them.</summary>
    public const int FormatVersion = 1;

    private const string Kind = "hypercall snapshots";
    private const string InsertSql = "INSERT OR REPLACE INTO snapshots (number, bytes) VALUES (?1, ?2)";
    private const string Schema = "CREATE TABLE snapshots (number INTEGER PRIMARY KEY, bytes BLOB NOT NULL);";

    private readonly Lock _gate = new();
    private readonly string? _ownedEngineId;
    private SqliteFile _file;

    private SqliteSnapshotStore(SqliteFile file, string? ownedEngineId)
    {
        _file = file;
        _ownedEngineId = ownedEngineId;
    }

    /// <inheritdoc/>
    public string Location => _file.Path;

    /// <summary>Why and where to the file was moved aside, or null.</summary>
    public string? SetAside { get; private set; }

    /// <summary>Opens the snapshots of a directory for its owner, creating the file where there is none.</summary>
    /// <exception cref="JournalException">It cannot be opened, or belongs to another engine.</exception>
    public static SqliteSnapshotStore OpenOwned(DirectoryOwnership ownership, string engineId)
    {
        string path = Path.Combine(ownership.Directory, FileName);
        try
        {
            return new SqliteSnapshotStore(OpenFile(path, engineId), engineId);
        }
        catch (JournalDamagedException exception)
        {
            string setAside = MoveAside(path, exception);
            return new SqliteSnapshotStore(OpenFile(path, engineId), engineId) { SetAside = setAside };
        }
    }

    /// <summary>Opens the snapshots of a directory for reading.</summary>
    /// <exception cref="JournalException">There is no such file, or it cannot be read.</exception>
    public static SqliteSnapshotStore OpenReadOnly(string directory)
    {
        SqliteFile file = SqliteFile.OpenReadOnly(Path.Combine(Path.GetFullPath(directory), FileName));
        try
        {
            FileIdentity.Check(file, Kind, FormatVersion, null);
            return new SqliteSnapshotStore(file, null);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<long> ReadNumbers()
    {
        lock (_gate)
        {
            using SqliteStatement select = _file.Prepare("SELECT number FROM snapshots ORDER BY number DESC");
            var numbers = new List<long>();
            while (select.Step())
                numbers.Add(select.Int64(0));
            return numbers;
        }
    }

    /// <inheritdoc/>
    public byte[] Load(long recordNumber)
    {
        lock (_gate)
        {
            using SqliteStatement select = _file.Prepare("SELECT bytes FROM snapshots WHERE number = ?1");
            select.Bind(1, recordNumber);
            return select.Step(recordNumber)
                ? select.Blob(0).ToArray()
                : throw new JournalDamagedException(Location, recordNumber, "the snapshot is missing");
        }
    }

    /// <inheritdoc/>
    public void Save(long recordNumber, ReadOnlySpan<byte> snapshot)
    {
        string engineId = _ownedEngineId ?? throw new InvalidOperationException("the store is open for reading only");
        lock (_gate)
        {
            try
            {
                Insert(recordNumber, snapshot);
            }
            catch (JournalDamagedException exception)
            {
                string path = Location;
                _file.Dispose();
                SetAside = MoveAside(path, exception);
                _file = OpenFile(path, engineId);
                Insert(recordNumber, snapshot);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private void Insert(long recordNumber, ReadOnlySpan<byte> snapshot)
    {
        _file.Execute("BEGIN IMMEDIATE");
        try
        {
            using (SqliteStatement insert = _file.Prepare(InsertSql))
            {
                insert.Bind(1, recordNumber);
                insert.Bind(2, snapshot);
                insert.Step(recordNumber);
            }

            _file.Execute(
                "DELETE FROM snapshots WHERE number NOT IN " +
                $"(SELECT number FROM snapshots ORDER BY number DESC LIMIT {ISnapshotStore.Kept})");
            _file.Execute("COMMIT");
        }
        catch (JournalException)
        {
            _file.RollBack();
            throw;
        }
    }

    private static SqliteFile OpenFile(string path, string engineId)
    {
        SqliteFile file = SqliteFile.OpenOwned(path);
        try
        {
            file.Execute("PRAGMA page_size = 32768");
            file.Execute("PRAGMA journal_mode = WAL");
            file.Execute("PRAGMA synchronous = FULL");
            file.Execute("PRAGMA journal_size_limit = 1048576");
            new FileIdentity(Kind, FormatVersion, engineId).CreateIfEmpty(file, Schema);
            FileIdentity.Check(file, Kind, FormatVersion, engineId);
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static string MoveAside(string path, JournalDamagedException cause)
    {
        int suffix = 1;
        while (File.Exists(Aside(path, suffix)))
            suffix++;
        string target = Aside(path, suffix);
        File.Move(path, target);
        foreach (string companion in new[] { "-wal", "-shm" })
        {
            if (File.Exists(path + companion))
                File.Move(path + companion, target + companion, overwrite: true);
        }

        return $"{cause.Message}; moved to '{target}'";
    }

    private static string Aside(string path, int suffix) =>
        Path.ChangeExtension(path, $".damaged-{suffix}.db");
}
