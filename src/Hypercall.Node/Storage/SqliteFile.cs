using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Hypercall.Node.Storage;

/// <summary>
/// One connection to one SQLite file, used by the journal and the snapshot store: opens it in the mode they need and
/// turns SQLite's result codes into <see cref="JournalException"/>s that name the file. Not thread-safe.
/// </summary>
internal sealed class SqliteFile : IDisposable
{
    private const int BusyTimeoutSeconds = 5;

    private readonly SqliteConnection _connection;

    private SqliteFile(string path, SqliteConnection connection)
    {
        Path = path;
        _connection = connection;
    }

    public string Path { get; }

    internal sqlite3 Handle => _connection.Handle!;

    /// <summary>Opens an existing or a new file for reading and writing.</summary>
    public static SqliteFile OpenOwned(string path) => Open(path, SqliteOpenMode.ReadWriteCreate);

    /// <summary>Opens an existing file for reading only.</summary>
    public static SqliteFile OpenReadOnly(string path) => File.Exists(path)
        ? Open(path, SqliteOpenMode.ReadOnly)
        : throw new JournalIoException(path, "there is no such file");

    /// <summary>Runs statements without results.</summary>
    public void Execute(string sql) => Guard(() =>
    {
        using SqliteCommand command = Command(sql);
        return command.ExecuteNonQuery();
    });

    /// <summary>The first column of the first row as text, or null.</summary>
    public string? QueryText(string sql) => Guard(() =>
    {
        using SqliteCommand command = Command(sql);
        return command.ExecuteScalar()?.ToString();
    });

    /// <summary>SQLite's own findings about the whole file, or null.</summary>
    public string? CheckIntegrity()
    {
        string? finding = QueryText("PRAGMA integrity_check(1)");
        return finding == "ok" ? null : finding;
    }

    /// <summary>Ends a failed transaction; SQLite may have ended it already.</summary>
    public void RollBack()
    {
        if (raw.sqlite3_get_autocommit(Handle) == 0)
            raw.sqlite3_exec(Handle, "ROLLBACK");
    }

    public SqliteStatement Prepare(string sql)
    {
        int code = raw.sqlite3_prepare_v2(Handle, sql, out sqlite3_stmt statement);
        return code == raw.SQLITE_OK ? new SqliteStatement(this, statement) : throw Failure(code, null);
    }

    /// <summary>The exception that says what <paramref name="code"/> means for this file.</summary>
    public JournalException Failure(int code, long? recordNumber)
    {
        string message = raw.sqlite3_errmsg(Handle).utf8_to_string();
        return Translate(Path, code, message, recordNumber, null);
    }

    public void Dispose() => _connection.Dispose();

    private static SqliteFile Open(string path, SqliteOpenMode mode)
    {
        var settings = new SqliteConnectionStringBuilder
        {
            DataSource = path, Mode = mode, Pooling = false, DefaultTimeout = BusyTimeoutSeconds,
        };
        var connection = new SqliteConnection(settings.ToString());
        try
        {
            connection.Open();
            raw.sqlite3_busy_timeout(connection.Handle, BusyTimeoutSeconds * 1000);
            return new SqliteFile(path, connection);
        }
        catch (SqliteException exception)
        {
            connection.Dispose();
            throw Translate(path, exception.SqliteErrorCode, exception.Message, null, exception);
        }
    }

    private SqliteCommand Command(string sql)
    {
        SqliteCommand command = _connection.CreateCommand();
        command.CommandText = sql;
        return command;
    }

    private T Guard<T>(Func<T> action)
    {
        try
        {
            return action();
        }
        catch (SqliteException exception)
        {
            throw Translate(Path, exception.SqliteErrorCode, exception.Message, null, exception);
        }
    }

    private static JournalException Translate(
        string path, int code, string message, long? recordNumber, Exception? inner) => (code & 0xff) switch
    {
        raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB or raw.SQLITE_FORMAT =>
            new JournalDamagedException(path, recordNumber, message, inner),
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED or raw.SQLITE_CONSTRAINT =>
            new JournalOwnedException(System.IO.Path.GetDirectoryName(path)!, null, inner),
        _ => new JournalIoException(path, message, inner),
    };
}
