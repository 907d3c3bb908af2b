using System.Data.Common;
using Hypercall.Engine.Domain;

namespace Hypercall.Verification.Storage;

/// <summary>
/// One database that may hold the tables of Akka.Persistence.Sql: makes connections for reading and turns its errors
/// into <see cref="JournalException"/>s that name it. The two kinds differ in nothing else.
/// </summary>
internal abstract class JournalDatabase
{
    /// <summary>The table of journal rows.</summary>
    public const string JournalTable = "journal";

    /// <summary>The table of snapshots.</summary>
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

    /// <summary>The persistence ids of a table that begin so, in order; none where there is no such table.</summary>
    public IReadOnlyList<string> PersistenceIds(string table, string prefix)
    {
        using DbConnection connection = Connect();
        return Guard(null, () =>
        {
            if (!HasTable(connection, table))
                return [];
            using DbCommand select = Command(
                connection, $"SELECT DISTINCT persistence_id FROM {table} ORDER BY persistence_id");
            using DbDataReader reader = select.ExecuteReader();
            var ids = new List<string>();
            while (reader.Read())
            {
                if (reader.GetString(0) is { } id && id.StartsWith(prefix, StringComparison.Ordinal))
                    ids.Add(id);
            }

            return ids;
        });
    }

    /// <summary>One value of a table's rows, or null: where there is none, and where there is no such table.</summary>
    public object? Scalar(string table, string sql, params (string Name, object Value)[] parameters)
    {
        using DbConnection connection = Connect();
        return Guard(null, () =>
        {
            if (!HasTable(connection, table))
                return null;
            using DbCommand select = Command(connection, sql, parameters);
            return select.ExecuteScalar() is { } value and not DBNull ? value : null;
        });
    }

    /// <summary>What the database knows of rows moved away, or null.</summary>
    public ArchiveMark? ReadMark(string persistenceId)
    {
        using DbConnection connection = Connect();
        return Guard(null, () =>
        {
            if (!HasTable(connection, MarkTable))
                return null;
            using DbCommand select = Command(
                connection,
                $"SELECT record, sequence, hash, file FROM {MarkTable} WHERE persistence_id = @id",
                ("@id", persistenceId));
            using DbDataReader reader = select.ExecuteReader();
            return reader.Read() ? ReadMark(reader) : null;
        });
    }

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

    /// <summary>Whether the database has a table.</summary>
    public abstract bool HasTable(DbConnection connection, string table);

    protected abstract JournalException Translate(DbException exception, long? recordNumber);
}
