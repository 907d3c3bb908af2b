using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Hypercall.History.Storage;

/// <summary>
/// By SQLite's own calls: its driver looks for each parameter's name anew with every row, which takes longer than the
/// database does. For a transaction that has the write lock: nothing here waits for one.
/// </summary>
internal sealed class SqlitePut(SqliteConnection connection, HistoryTable table) : RowPut
{
    private byte[] _utf8 = new byte[64];
    private sqlite3_stmt? _statement;

    public override void Put(object?[] values)
    {
        sqlite3_stmt statement = _statement ??= Prepare();
        for (int column = 0; column < values.Length; column++)
            Require(Bind(statement, column + 1, values[column]));
        int done = raw.sqlite3_step(statement);
        raw.sqlite3_reset(statement);
        if (done != raw.SQLITE_DONE)
            Require(done);
    }

    public override void Dispose() => _statement?.Dispose();

    private sqlite3_stmt Prepare()
    {
        Require(raw.sqlite3_prepare_v2(connection.Handle, table.Put, out sqlite3_stmt statement));
        return statement;
    }

    private int Bind(sqlite3_stmt statement, int index, object? value) => value switch
    {
        null => raw.sqlite3_bind_null(statement, index),
        long number => raw.sqlite3_bind_int64(statement, index, number),
        int number => raw.sqlite3_bind_int64(statement, index, number),
        // No bytes at all would be bound as null.
        "" => raw.sqlite3_bind_text(statement, index, ""),
        string text => raw.sqlite3_bind_text(statement, index, Utf8(text)),
        _ => throw new ArgumentException($"a {value.GetType().Name} is in no column of {table.Name}"),
    };

    private ReadOnlySpan<byte> Utf8(string text)
    {
        int most = Encoding.UTF8.GetMaxByteCount(text.Length);
        if (_utf8.Length < most)
            _utf8 = new byte[most];
        return _utf8.AsSpan(0, Encoding.UTF8.GetBytes(text, _utf8));
    }

    private void Require(int result) => SqliteException.ThrowExceptionForRC(result, connection.Handle);
}
