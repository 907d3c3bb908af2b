using Hypercall.Sequencer.Journal;

namespace Hypercall.Node.Storage;

/// <summary>
/// A partition's journal as the Akka host keeps it on SQLite, in the table of Akka.Persistence.Sql: the payloads are the
/// records' own bytes, the sequence numbers their numbers. For reading only, so that tools verify it as any other; its
/// owner may be writing it meanwhile.
/// </summary>
public sealed class AkkaSqliteJournal : IJournal
{
    /// <summary>Name of the file where the host's configuration gives none.</summary>
    public const string FileName = "akka-journal.db";

    private const string EnginePrefix = "engine-";
    private const string SkipsPrefix = "skips-";
    private const string HasTableSql =
        "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'journal'";

    private readonly SqliteFile _reader;
    private readonly SqliteStatement _selectLast;
    private readonly JournalTable _table;
    private readonly Lock _readerGate = new();

    private AkkaSqliteJournal(SqliteFile reader, string engineId)
    {
        _reader = reader;
        EngineId = engineId;
        _table = JournalTable.OfAkka(EnginePrefix + engineId);
        _selectLast = reader.Prepare(
            "SELECT sequence_number, message FROM journal WHERE persistence_id = ?2 "
            + "ORDER BY sequence_number DESC LIMIT 1");
    }

    /// <inheritdoc/>
    public string Location => _reader.Path;

    /// <inheritdoc/>
    public string EngineId { get; }

    /// <summary>Opens the journal of the one partition that a file holds, or of the named one.</summary>
    /// <param name="path">The file.</param>
    /// <param name="partition">The partition; null: the only one there is.</param>
    /// <exception cref="JournalException">
    /// There is no such file, it is not such a journal, or does not hold that partition, or several and none is named.
    /// </exception>
    public static AkkaSqliteJournal OpenReadOnly(string path, string? partition = null)
    {
        SqliteFile reader = SqliteFile.OpenReadOnly(path);
        try
        {
            if (reader.QueryText(HasTableSql) != "1")
                throw new JournalIncompatibleException(path, "is no journal of the Akka host");
            return new AkkaSqliteJournal(reader, Choose(path, Partitions(reader), partition));
        }
        catch
        {
            reader.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">Always: it is for reading only.</exception>
    public void Write(long recordNumber, ReadOnlySpan<byte> record) => throw ReadOnly();

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">Always: the running host takes skips.</exception>
    public void AddSkip(SkipRecord skip) => throw ReadOnly();

    /// <inheritdoc/>
    public JournalRow? ReadLast()
    {
        lock (_readerGate)
        {
            _table.BindKey(_selectLast);
            JournalRow? row = _selectLast.Step()
                ? new JournalRow(_selectLast.Int64(0), _selectLast.Blob(1).ToArray())
                : null;
            _selectLast.Reset();
            return row;
        }
    }

    /// <inheritdoc/>
    public IJournalCursor Read(long firstNumber) =>
        new SqliteJournalCursor(SqliteFile.OpenReadOnly(Location), _table, firstNumber);

    /// <inheritdoc/>
    public IReadOnlyList<SkipRecord> ReadSkips()
    {
        var skips = new List<SkipRecord>();
        JournalTable table = JournalTable.OfAkka(SkipsPrefix + EngineId);
        using var cursor = new SqliteJournalCursor(SqliteFile.OpenReadOnly(Location), table, 1);
        while (cursor.MoveNext())
        {
            JournalRow row = cursor.Current;
            if (!SkipRecordCodec.TryDecode(row.Bytes.Span, out SkipRecord? skip, out string? error))
                throw new JournalDamagedException(Location, row.Number, $"skip record: {error}");
            skips.Add(skip!);
        }

        return skips;
    }

    /// <summary>SQLite's own findings about the whole file: reads everything, for tools.</summary>
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
    }

    private static IReadOnlyList<string> Partitions(SqliteFile reader)
    {
        using SqliteStatement select = reader.Prepare(
            $"SELECT DISTINCT persistence_id FROM journal WHERE persistence_id LIKE '{EnginePrefix}%' ORDER BY 1");
        var partitions = new List<string>();
        while (select.Step())
            partitions.Add(select.Text(0)[EnginePrefix.Length..]);
        return partitions;
    }

    private static string Choose(string path, IReadOnlyList<string> partitions, string? wanted)
    {
        string found = partitions.Count == 0 ? "none" : string.Join(", ", partitions);
        if (wanted is not null)
        {
            return partitions.Contains(wanted)
                ? wanted
                : throw new JournalIncompatibleException(path, $"holds no partition '{wanted}', but {found}");
        }

        return partitions.Count == 1
            ? partitions[0]
            : throw new JournalIncompatibleException(path, $"holds not one partition, but {found}: name one");
    }

    private static InvalidOperationException ReadOnly() => new("the journal is open for reading only");
}
