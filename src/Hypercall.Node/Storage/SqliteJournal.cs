using Hypercall.Sequencer.Journal;

namespace Hypercall.Node.Storage;

/// <summary>
/// The journal as a SQLite file of its own (<c>journal.db</c>): one row and one commit per record, WAL with
/// synchronous=FULL, so that a write that has returned survives a power cut. The node's writer thread writes; reads
/// have connections of their own and see committed rows only. Opened for writing it must be under a
/// <see cref="DirectoryOwnership"/>; tools may read beside a live owner, because cursors hold a read transaction for a
/// bounded number of rows only and therefore keep the owner's WAL from growing.
/// </summary>
public sealed class SqliteJournal : IJournal
{
    /// <summary>Name of the file inside the node's directory.</summary>
    public const string FileName = "journal.db";

    /// <summary>Version of the tables, not of the records in them.</summary>
    public const int FormatVersion = 1;

    private const string Kind = "hypercall journal";

    private const string Schema =
        "CREATE TABLE records (number INTEGER PRIMARY KEY, bytes BLOB NOT NULL);" +
        "CREATE TABLE skips (sequence INTEGER PRIMARY KEY, bytes BLOB NOT NULL);";

    private readonly SqliteFile? _writer;
    private readonly SqliteStatement? _insert;
    private readonly SqliteFile _reader;
    private readonly SqliteStatement _selectLast;
    private readonly Lock _readerGate = new();
    private long _lastWritten;

    private SqliteJournal(SqliteFile? writer, SqliteFile reader, string engineId)
    {
        _writer = writer;
        _reader = reader;
        EngineId = engineId;
        _insert = writer?.Prepare("INSERT INTO records (number, bytes) VALUES (?1, ?2)");
        _selectLast = reader.Prepare("SELECT number, bytes FROM records ORDER BY number DESC LIMIT 1");
        _lastWritten = ReadLast()?.Number ?? 0;
    }

    /// <inheritdoc/>
    public string Location => _reader.Path;

    /// <inheritdoc/>
    public string EngineId { get; }

    /// <summary>Opens the journal of a directory for its owner, creating it where there is none.</summary>
    /// <param name="ownership">The directory, held for as long as the journal is open.</param>
    /// <param name="engineId">The engine whose journal it is or shall be.</param>
    /// <param name="options">How the file is kept.</param>
    /// <exception cref="JournalException">It cannot be opened, is damaged, or belongs to another engine.</exception>
    public static SqliteJournal OpenOwned(
        DirectoryOwnership ownership, string engineId, SqliteJournalOptions? options = null)
    {
        string path = Path.Combine(ownership.Directory, FileName);
        SqliteFile writer = SqliteFile.OpenOwned(path);
        try
        {
            (options ?? SqliteJournalOptions.Default).Configure(writer);
            new FileIdentity(Kind, FormatVersion, engineId).CreateIfEmpty(writer, Schema);
            FileIdentity.Check(writer, Kind, FormatVersion, engineId);
            return WithReader(path, writer, engineId);
        }
        catch
        {
            writer.Dispose();
            throw;
        }
    }

    /// <summary>Opens the journal of a directory for reading; an owner may be writing it meanwhile.</summary>
    /// <exception cref="JournalException">There is none, or it cannot be read.</exception>
    public static SqliteJournal OpenReadOnly(string directory) =>
        WithReader(Path.Combine(Path.GetFullPath(directory), FileName), null, null);

    /// <inheritdoc/>
    public void Write(long recordNumber, ReadOnlySpan<byte> record)
    {
        SqliteStatement insert = _insert ?? throw new InvalidOperationException("the journal is open for reading only");
        if (recordNumber != _lastWritten + 1)
            throw new ArgumentOutOfRangeException(nameof(recordNumber), recordNumber, $"expected {_lastWritten + 1}");
        insert.Bind(1, recordNumber);
        insert.Bind(2, record);
        insert.Step(recordNumber);
        insert.Reset();
        _lastWritten = recordNumber;
    }

    /// <inheritdoc/>
    public JournalRow? ReadLast()
    {
        lock (_readerGate)
        {
            JournalRow? row = _selectLast.Step()
                ? new JournalRow(_selectLast.Int64(0), _selectLast.Blob(1).ToArray())
                : null;
            _selectLast.Reset();
            return row;
        }
    }

    /// <inheritdoc/>
    public IJournalCursor Read(long firstNumber) =>
        new SqliteJournalCursor(SqliteFile.OpenReadOnly(Location), JournalTable.Own, firstNumber);

    /// <inheritdoc/>
    public IReadOnlyList<SkipRecord> ReadSkips()
    {
        lock (_readerGate)
        {
            using SqliteStatement select = _reader.Prepare("SELECT sequence, bytes FROM skips ORDER BY sequence");
            var skips = new List<SkipRecord>();
            while (select.Step())
                skips.Add(DecodeSkip(select.Int64(0), select.Blob(1)));
            return skips;
        }
    }

    /// <inheritdoc/>
    public void AddSkip(SkipRecord skip)
    {
        SqliteFile writer = _writer ?? throw new InvalidOperationException("the journal is open for reading only");
        using SqliteStatement insert = writer.Prepare("INSERT OR REPLACE INTO skips (sequence, bytes) VALUES (?1, ?2)");
        insert.Bind(1, skip.Sequence);
        insert.Bind(2, SkipRecordCodec.Encode(skip).AsSpan());
        insert.Step();
    }

    /// <summary>
    /// SQLite's own findings about the whole file (pages, free space, order of rows): reads everything, for tools.
    /// </summary>
    /// <returns>What is wrong, or null.</returns>
    public string? CheckFile()
    {
        lock (_readerGate)
            return _reader.CheckIntegrity();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _selectLast.Dispose();
        _reader.Dispose();
        _insert?.Dispose();
        _writer?.Dispose();
    }

    private SkipRecord DecodeSkip(long sequence, ReadOnlySpan<byte> bytes)
    {
        if (!SkipRecordCodec.TryDecode(bytes, out SkipRecord? skip, out string? error))
            throw new JournalDamagedException(Location, null, $"skip record of sequence {sequence}: {error}");
        if (skip!.Sequence != sequence || skip.EngineId != EngineId)
        {
            throw new JournalDamagedException(
                Location, null, $"skip record of sequence {sequence} is for {skip.EngineId}:{skip.Sequence}");
        }

        return skip;
    }

    private static SqliteJournal WithReader(string path, SqliteFile? writer, string? engineId)
    {
        SqliteFile reader = SqliteFile.OpenReadOnly(path);
        try
        {
            FileIdentity identity = FileIdentity.Check(reader, Kind, FormatVersion, engineId);
            return new SqliteJournal(writer, reader, identity.EngineId);
        }
        catch
        {
            reader.Dispose();
            throw;
        }
    }
}
