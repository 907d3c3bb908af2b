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
    /// <param name="partition">The market partition, after which the schema is named.</param>
    public static HistoryDatabase Postgresql(string connectionString, string partition) =>
        new PostgresqlHistory(connectionString, partition);

    /// <summary>Begins a read that sees one moment and holds nobody up.</summary>
    internal abstract DbTransaction BeginRead(DbConnection connection);

    internal abstract DbConnection Open();

    /// <summary>True where all that is to be made is known to stand already, of this version.</summary>
    internal virtual bool IsPrepared(DbConnection connection) => false;

    /// <summary>Begins a change of the tables themselves, once nobody else is at one.</summary>
    internal abstract DbTransaction BeginPreparing(DbConnection connection);

    /// <summary>What puts rows into a table, within a transaction that has the write lock.</summary>
    internal virtual RowPut PutInto(DbConnection connection, DbTransaction transaction, HistoryTable table) =>
        new CommandPut(connection, transaction, table);

    /// <summary>A statement that makes a table, in this database's own words.</summary>
    internal virtual string Adapted(string statement) => statement;

    /// <summary>
    /// Makes the tables where they are missing. Those of another version of the program are taken away first: they may
    /// have other columns. All of it in one piece: of several gateways that begin at once the first does it, and no
    /// other one takes away what that one has stored since. Where all is there nothing is made: a gateway then needs no
    /// right to.
    /// </summary>
    /// <param name="mayReplace">False: tables of another version are left to it.</param>
    /// <exception cref="HistoryContradictedException">They are left to it.</exception>
    internal void Prepare(bool mayReplace)
    {
        using DbConnection connection = Open();
        if (IsPrepared(connection))
            return;
        using DbTransaction transaction = BeginPreparing(connection);
        Execute(connection, HistoryTables.CreateMark, transaction);
        if (HistoryWriter.VersionOf(connection, transaction) != HistoryTables.Version)
        {
            if (!mayReplace)
                throw HistoryWriter.OfAnotherVersion();
            HistoryWriter.Drop(connection, transaction);
        }

        Execute(connection, HistoryTables.Create.Select(Adapted), transaction);
        transaction.Commit();
    }

    internal static void Execute(DbConnection connection, IEnumerable<string> statements, DbTransaction transaction)
    {
        foreach (string statement in statements)
            Execute(connection, statement, transaction);
    }

    internal static int Execute(DbConnection connection, string sql, DbTransaction? transaction = null)
    {
        using DbCommand command = Command(connection, transaction, sql);
        return command.ExecuteNonQuery();
    }

    internal static DbCommand Command(DbConnection connection, DbTransaction? transaction, string sql)
    {
        DbCommand command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        return command;
    }
}
