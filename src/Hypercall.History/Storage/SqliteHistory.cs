using Microsoft.Data.Sqlite;

namespace Hypercall.History.Storage;

/// <summary>
/// A file in write-ahead mode, so that readers and the writer do not wait for each other. What a power cut takes is
/// made anew from the journal: nothing is forced to the disk for each batch.
/// </summary>
internal sealed class SqliteHistory(string path) : HistoryDatabase
{
    private const int BusyTimeoutSeconds = 5;

    private readonly string _connectionString = new SqliteConnectionStringBuilder
    {
        DataSource = path, Pooling = true, DefaultTimeout = BusyTimeoutSeconds,
    }.ToString();

    internal override DbTransaction BeginRead(DbConnection connection) =>
        ((SqliteConnection)connection).BeginTransaction(deferred: true);

    /// <summary>The mode is the file's and cannot be changed within a transaction.</summary>
    internal override DbTransaction BeginPreparing(DbConnection connection)
    {
        Execute(connection, "PRAGMA journal_mode = WAL");
        return ((SqliteConnection)connection).BeginTransaction(deferred: false);
    }

    internal override RowPut PutInto(DbConnection connection, DbTransaction transaction, HistoryTable table) =>
        new SqlitePut((SqliteConnection)connection, table);

    /// <summary>A key of the type INTEGER is the row's own number, which needs no index.</summary>
    internal override string Adapted(string statement) =>
        statement.Replace(" BIGINT", " INTEGER", StringComparison.Ordinal);

    internal override DbConnection Open()
    {
        var connection = new SqliteConnection(_connectionString);
        connection.Open();
        Execute(connection, "PRAGMA synchronous = NORMAL");
        return connection;
    }
}
