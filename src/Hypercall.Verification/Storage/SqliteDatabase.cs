using Microsoft.Data.Sqlite;

namespace Hypercall.Verification.Storage;

/// <summary>A SQLite file; while it is read its owner may be writing it.</summary>
internal sealed class SqliteDatabase(string path) : JournalDatabase
{
    private const int BusyTimeoutSeconds = 5;
    private const int Busy = 5;
    private const int Locked = 6;
    private const int ReadOnly = 8;
    private const int Corrupt = 11;
    private const int CannotOpen = 14;
    private const int Format = 24;
    private const int NotADatabase = 26;

    public override string Location => path;

    public override string? CheckIntegrity()
    {
        using DbConnection connection = Connect();
        return Guard(null, () =>
        {
            using DbCommand command = Command(connection, "PRAGMA integrity_check(1)");
            return command.ExecuteScalar() as string is { } finding and not "ok" ? finding : null;
        });
    }

    protected override DbConnection Create(bool mayWrite) => File.Exists(path)
        ? new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = mayWrite ? SqliteOpenMode.ReadWrite : SqliteOpenMode.ReadOnly,
            Pooling = false,
            DefaultTimeout = BusyTimeoutSeconds,
        }.ToString())
        : throw new JournalIoException(path, "there is no such file");

    protected override bool HasTable(DbConnection connection, string table)
    {
        using DbCommand command = Command(
            connection, "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = @table", ("@table", table));
        return command.ExecuteScalar() is > 0L;
    }

    protected override JournalException Translate(DbException exception, long? recordNumber) =>
        ((SqliteException)exception).SqliteErrorCode switch
        {
            Corrupt or NotADatabase or Format =>
                new JournalDamagedException(path, recordNumber, exception.Message, exception),
            Busy or Locked => new JournalIoException(path, "another process holds it locked", exception),
            ReadOnly or CannotOpen => new JournalIoException(
                path, $"it has to be readable, and its folder to take writes ({exception.Message})", exception),
            _ => new JournalIoException(path, exception.Message, exception),
        };
}
