namespace Hypercall.Verification.Storage;

/// <summary>
/// Reads a persistence id's rows in order through a connection of its own, some at a time, so that a slow reader holds
/// nothing up. A number that is missing between two rows is damage, never passed over.
/// </summary>
public sealed class JournalCursor : IDisposable
{
    private const int RowsPerQuery = 32;

    private readonly IReadOnlyList<JournalSegment> _segments;
    private readonly string _persistenceId;
    private readonly string _manifest;
    private readonly Queue<JournalRow> _rows = new();
    private JournalSegment _segment;
    private DbConnection _connection;
    private long _next;

    /// <summary>Rows out of several databases, in the order of their numbers; the last one may grow.</summary>
    internal JournalCursor(
        IReadOnlyList<JournalSegment> segments, string persistenceId, string manifest, long firstNumber)
    {
        _segments = segments;
        _persistenceId = persistenceId;
        _manifest = manifest;
        _next = firstNumber;
        _segment = segments.First(segment => firstNumber <= segment.Last);
        _connection = _segment.Database.Connect();
    }

    /// <summary>The row.</summary>
    public JournalRow Current { get; private set; }

    /// <summary>Moves to the next row.</summary>
    /// <returns>False at the end of what is stored; a later call sees rows written since.</returns>
    /// <exception cref="JournalException">A row is missing or cannot be read.</exception>
    public bool MoveNext()
    {
        Current = default;
        if (_next > _segment.Last && !TryAdvance())
            return false;
        if (_rows.Count == 0)
            Fetch();
        if (!_rows.TryDequeue(out JournalRow row))
        {
            CheckEnd();
            return false;
        }

        if (row.Number != _next)
            throw Missing(row.Number);
        _next++;
        Current = row;
        return true;
    }

    public void Dispose() => _connection.Dispose();

    private JournalDatabase Database => _segment.Database;

    private bool TryAdvance()
    {
        if (_segments.FirstOrDefault(segment => _next <= segment.Last) is not { } next)
            return false;
        _connection.Dispose();
        _segment = next;
        _connection = Database.Connect();
        return true;
    }

    private void Fetch()
    {
        List<JournalRow> rows = Database.Query(
            _connection,
            _next,
            $"SELECT sequence_number, message, manifest FROM {JournalDatabase.JournalTable} "
            + "WHERE persistence_id = @id AND sequence_number >= @from AND sequence_number <= @to "
            + $"ORDER BY sequence_number LIMIT {RowsPerQuery}",
            Read,
            ("@id", _persistenceId),
            ("@from", _next),
            ("@to", _segment.Last));
        rows.ForEach(_rows.Enqueue);
    }

    private JournalRow Read(DbDataReader reader)
    {
        long number = reader.GetInt64(0);
        string manifest = reader.IsDBNull(2) ? "" : reader.GetString(2);
        if (manifest != _manifest)
        {
            throw new JournalIncompatibleException(
                Database.Location, $"holds in row {number} a '{manifest}'; this program knows '{_manifest}'");
        }

        return reader.GetValue(1) is byte[] bytes
            ? new JournalRow(number, bytes)
            : throw new JournalDamagedException(Database.Location, number, "the row holds no bytes");
    }

    /// <summary>
    /// A damaged inner page of an index can hide rows from a search without any error: the end is the end only if the
    /// greatest number says so too.
    /// </summary>
    private void CheckEnd()
    {
        long greatest = Database.Query(
            _connection,
            _next,
            $"SELECT max(sequence_number) FROM {JournalDatabase.JournalTable} "
            + "WHERE persistence_id = @id AND sequence_number <= @to",
            reader => reader.IsDBNull(0) ? 0 : reader.GetInt64(0),
            ("@id", _persistenceId),
            ("@to", _segment.Last))[0];
        if (greatest < _next)
            return;
        Fetch();
        bool wasWrittenMeanwhile = _rows.TryPeek(out JournalRow row) && row.Number == _next;
        _rows.Clear();
        if (!wasWrittenMeanwhile)
            throw Missing(greatest);
    }

    private JournalDamagedException Missing(long found) =>
        new(Database.Location, _next, $"the row is missing, although row {found} is there");
}
