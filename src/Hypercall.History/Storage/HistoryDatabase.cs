using System.Data.Common;

namespace Hypercall.History.Storage;

/// <summary>
/// Where a partition's history is stored: a SQLite file of its own, or a schema of its own in a PostgreSQL database. It
/// can be deleted at any time and is then made anew from the journal. The two kinds differ in nothing else.
/// </summary>
public abstract class HistoryDatabase
{
    private protected HistoryDatabase()
    {
    }

    /// <summary>A SQLite file.</summary>
    /// <param name="path">The file; it is made where it is missing, in a folder that is there.</param>
    public static HistoryDatabase Sqlite(string path) => new SqliteHistory(path);

    /// <summary>A schema in a PostgreSQL database.</summary>
    /// <param name="connectionString">The database.</param>
    /// <param name="partition">The market partition, after which the schema is named.</param>
    public static HistoryDatabase Postgresql(string connectionString, string partition) =>
        new PostgresqlHistory(connectionString, partition);

    /// <summary>Begins a read that sees one moment and holds nobody up.</summary>
    internal abstract DbTransaction BeginRead(DbConnection connection);

    /// <summary>An open connection.</summary>
    internal abstract DbConnection Open();

    /// <summary>What stands before the tables' own statements.</summary>
    internal abstract IEnumerable<string> SetUp { get; }

    /// <summary>
    /// Makes the tables where they are missing. Those of another version of the program are taken away first: they may
    /// have other columns.
    /// </summary>
    internal void Prepare()
    {
        using DbConnection connection = Open();
        foreach (string statement in SetUp.Concat(HistoryTables.CreateMark))
            Execute(connection, statement);
        if (HistoryWriter.VersionOf(connection) != HistoryTables.Version)
            HistoryWriter.Drop(connection);
        foreach (string statement in HistoryTables.Create)
            Execute(connection, statement);
    }

    internal static int Execute(DbConnection connection, string sql, DbTransaction? transaction = null)
    {
        using DbCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.Transaction = transaction;
        return command.ExecuteNonQuery();
    }
}
