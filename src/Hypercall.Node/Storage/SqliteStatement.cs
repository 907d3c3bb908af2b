using SQLitePCL;

namespace Hypercall.Node.Storage;

/// <summary>
/// A prepared statement that is run many times without allocating: parameters and columns are spans, which
/// SqliteCommand does not offer. Bind, then Step until it returns false, then Reset.
/// </summary>
internal sealed class SqliteStatement : IDisposable
{
    private readonly SqliteFile _file;
    private readonly sqlite3_stmt _statement;

    public SqliteStatement(SqliteFile file, sqlite3_stmt statement)
    {
        _file = file;
        _statement = statement;
    }

    public void Bind(int index, long value) => Check(raw.sqlite3_bind_int64(_statement, index, value));

    public void Bind(int index, string value) => Check(raw.sqlite3_bind_text(_statement, index, value));

    /// <summary>Binds a copy of the bytes; no bytes are an empty BLOB, not NULL.</summary>
    public void Bind(int index, ReadOnlySpan<byte> value) => Check(value.IsEmpty
        ? raw.sqlite3_bind_zeroblob(_statement, index, 0)
        : raw.sqlite3_bind_blob(_statement, index, value));

    /// <summary>Runs to the next row.</summary>
    /// <returns>False when the statement is done; what it changed is then committed.</returns>
    public bool Step(long? recordNumber = null)
    {
        int code = raw.sqlite3_step(_statement);
        if (code is raw.SQLITE_ROW or raw.SQLITE_DONE)
            return code == raw.SQLITE_ROW;
        JournalException failure = _file.Failure(code, recordNumber);
        raw.sqlite3_reset(_statement);
        throw failure;
    }

    /// <summary>Ends the run, and with it the read transaction of a query.</summary>
    public void Reset() => Check(raw.sqlite3_reset(_statement));

    public long Int64(int column) => raw.sqlite3_column_int64(_statement, column);

    public string Text(int column) => raw.sqlite3_column_text(_statement, column).utf8_to_string();

    /// <summary>The column's bytes, until the next Step or Reset.</summary>
    public ReadOnlySpan<byte> Blob(int column) => raw.sqlite3_column_blob(_statement, column);

    public void Dispose() => _statement.Dispose();

    private void Check(int code)
    {
        if (code != raw.SQLITE_OK)
            throw _file.Failure(code, null);
    }
}
