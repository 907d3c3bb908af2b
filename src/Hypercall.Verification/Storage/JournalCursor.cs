using System.Data.Common;

namespace Hypercall.Verification.Storage;

/// <summary>
/// Reads a persistence id's rows in order through a connection of its own, some at a time, so that a slow reader holds
/// nothing up. A number that is missing between two rows is damage, never passed over.
/// </summary>
public sealed class JournalCursor : IDisposable
{
    private const int RowsPerQuery = 32;

    private readonly JournalDatabase _database;
    private readonly string _persistenceId;
    private readonly string _manifest;
    private readonly DbConnection _connection;
    private readonly Queue<JournalRow> _rows = new();
    private long _next;

    internal JournalCursor(JournalDatabase database, string persistenceId, string manifest, long firstNumber)
    {
        _database = database;
        _persistenceId = persistenceId;
        _manifest = manifest;
        _next = firstNumber;
        _connection = database.Connect();
    }

    /// <summary>The row.</summary>
    public JournalRow Current { get; private set; }

    /// <summary>Moves to the next row.</summary>
    /// <returns>False at the end of what is stored; a later call sees rows written since.</returns>
    /// <exception cref="JournalException">A row is missing or cannot be read.</exception>
    public bool MoveNext()
    {
        Current = default;
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

    /// <inheritdoc/>
    public void Dispose() => _connection.Dispose();

    private void Fetch() => _database.Guard(_next, () =>
    {
        using DbCommand select = JournalDatabase.Command(
            _connection,
            $"SELECT sequence_number, message, manifest FROM {JournalDatabase.JournalTable} "
            + "WHERE persistence_id = @id AND sequence_number >= @from "
            + $"ORDER BY sequence_number LIMIT {RowsPerQuery}",
            ("@id", _persistenceId),
            ("@from", _next));
        using DbDataReader reader = select.ExecuteReader();
        while (reader.Read())
            _rows.Enqueue(Read(reader));
        return true;
    });

    private JournalRow Read(DbDataReader reader)
    {
        long number = reader.GetInt64(0);
        string manifest = reader.IsDBNull(2) ? "" : reader.GetString(2);
        return manifest == _manifest
            ? new JournalRow(number, (byte[])reader.GetValue(1))
            : throw new JournalIncompatibleException(
                _database.Location, $"holds in row {number} a '{manifest}'; this program knows '{_manifest}'");
    }

    /// <summary>
    /// A damaged inner page of an index can hide rows from a search without any error: the end is the end only if the
    /// greatest number says so too.
    /// </summary>
    private void CheckEnd()
    {
        long greatest = _database.Guard(_next, () =>
        {
            using DbCommand select = JournalDatabase.Command(
                _connection,
                $"SELECT max(sequence_number) FROM {JournalDatabase.JournalTable} WHERE persistence_id = @id",
                ("@id", _persistenceId));
            return select.ExecuteScalar() is long number ? number : 0;
        });
        if (greatest < _next)
            return;
        Fetch();
        bool wasWrittenMeanwhile = _rows.TryPeek(out JournalRow row) && row.Number == _next;
        _rows.Clear();
        if (!wasWrittenMeanwhile)
            throw Missing(greatest);
    }

    private JournalDamagedException Missing(long found) =>
        new(_database.Location, _next, $"the row is missing, although row {found} is there");
}
