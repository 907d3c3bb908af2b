namespace Hypercall.Verification.Storage;

/// <summary>
/// One database that may hold the tables of Akka.Persistence.Sql: makes connections for reading and turns its errors
/// into <see cref="JournalException"/>s that name it. The two kinds differ in nothing else.
/// </summary>
internal abstract class JournalDatabase
{
    /// <summary>The table of journal rows.</summary>
    public const string JournalTable = "journal";

    public const string SnapshotTable = "snapshot";

    /// <summary>The table of <see cref="ArchiveMark"/>s.</summary>
    public const string MarkTable = "archived";

    /// <summary>The file, or the address without secrets.</summary>
    public abstract string Location { get; }

    /// <summary>An open connection.</summary>
    /// <param name="mayWrite">True for the one who archives; everybody else cannot write through it.</param>
    /// <exception cref="JournalException">It cannot be opened.</exception>
    public DbConnection Connect(bool mayWrite = false)
    {
        DbConnection connection = Create(mayWrite);
        return Guard(null, () =>
        {
            try
            {
                connection.Open();
                return connection;
            }
            catch
            {
                connection.Dispose();
                throw;
            }
        });
    }

    /// <summary>The database's own findings about all its bytes, or null; reads everything.</summary>
    public virtual string? CheckIntegrity() => null;

    /// <summary>
    /// The persistence ids of a table that begin so, in order; none where there is no such table. Each is looked up
    /// behind the one before: DISTINCT would read every row of the table.
    /// </summary>
    public IReadOnlyList<string> PersistenceIds(string table, string prefix)
    {
        using DbConnection connection = Connect();
        return Holds(connection, table)
            ? Query(
                connection,
                null,
                $"""
                WITH RECURSIVE ids (id) AS (
                    SELECT min(persistence_id) FROM {table}
                    UNION ALL
                    SELECT (SELECT min(persistence_id) FROM {table} WHERE persistence_id > id) FROM ids
                    WHERE id IS NOT NULL)
                SELECT id FROM ids WHERE id IS NOT NULL ORDER BY id
                """,
                reader => reader.GetString(0)).FindAll(id => id.StartsWith(prefix, StringComparison.Ordinal))
            : [];
    }

    /// <summary>What the database knows of rows moved away, or null.</summary>
    public ArchiveMark? ReadMark(string persistenceId)
    {
        using DbConnection connection = Connect();
        return Holds(connection, MarkTable)
            ? Query(
                connection,
                null,
                $"SELECT record, sequence, hash, file FROM {MarkTable} WHERE persistence_id = @id",
                ReadMark,
                ("@id", persistenceId)).FirstOrDefault()
            : null;
    }

    /// <summary>What a query finds, on a connection of its own.</summary>
    /// <param name="recordNumber">The record that is asked for, where it is one, for messages.</param>
    /// <param name="sql">With parameters <c>@name</c>.</param>
    /// <param name="read">Takes a row.</param>
    /// <exception cref="JournalException">It failed.</exception>
    public List<T> Query<T>(
        long? recordNumber,
        string sql,
        Func<DbDataReader, T> read,
        params (string Name, object Value)[] parameters)
    {
        using DbConnection connection = Connect();
        return Query(connection, recordNumber, sql, read, parameters);
    }

    /// <summary>The same on a connection that is there.</summary>
    public List<T> Query<T>(
        DbConnection connection,
        long? recordNumber,
        string sql,
        Func<DbDataReader, T> read,
        params (string Name, object Value)[] parameters) => Guard(recordNumber, () =>
    {
        using DbCommand select = Command(connection, sql, parameters);
        using DbDataReader reader = select.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
            rows.Add(read(reader));
        return rows;
    });

    /// <summary>Whether the database has a table.</summary>
    /// <exception cref="JournalException">It cannot be asked.</exception>
    public bool Holds(DbConnection connection, string table) => Guard(null, () => HasTable(connection, table));

    private ArchiveMark ReadMark(DbDataReader reader)
    {
        try
        {
            var hash = Hash256.FromBytes(Convert.FromHexString(reader.GetString(2)));
            return new ArchiveMark(reader.GetInt64(0), reader.GetInt64(1), hash, reader.GetString(3));
        }
        catch (Exception exception) when (exception is FormatException or ArgumentOutOfRangeException)
        {
            throw new JournalDamagedException(Location, null, $"table {MarkTable} holds no hash", exception);
        }
    }

    /// <summary>A command with parameters <c>@name</c>.</summary>
    public static DbCommand Command(
        DbConnection connection, string sql, params (string Name, object Value)[] parameters)
    {
        DbCommand command = connection.CreateCommand();
        command.CommandText = sql;
        foreach ((string name, object value) in parameters)
        {
            DbParameter parameter = command.CreateParameter();
            parameter.ParameterName = name;
            parameter.Value = value;
            command.Parameters.Add(parameter);
        }

        return command;
    }

    /// <summary>Runs something on a connection; what the provider throws names this database.</summary>
    /// <exception cref="JournalException">It failed.</exception>
    public T Guard<T>(long? recordNumber, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (DbException exception)
        {
            throw Translate(exception, recordNumber);
        }
        catch (InvalidCastException exception)
        {
            throw new JournalDamagedException(Location, recordNumber, "a column holds another type", exception);
        }
    }

    protected abstract DbConnection Create(bool mayWrite);

    protected abstract bool HasTable(DbConnection connection, string table);

    protected abstract JournalException Translate(DbException exception, long? recordNumber);
}
