using System.Data.Common;

namespace Hypercall.Verification.Storage;

/// <summary>
/// One database that may hold the tables of Akka.Persistence.Sql: makes connections for reading and turns its errors into
/// <see cref="JournalException"/>s that name it. The two kinds differ in nothing else.
/// </summary>
internal abstract class JournalDatabase
{
    /// <summary>The table of journal rows.</summary>
    public const string JournalTable = "journal";

    /// <summary>The table of snapshots.</summary>
    public const string SnapshotTable = "snapshot";

    /// <summary>The file, or the address without secrets.</summary>
    public abstract string Location { get; }

    /// <summary>An open connection.</summary>
    /// <exception cref="JournalException">It cannot be opened.</exception>
    public DbConnection Connect()
    {
        DbConnection connection = Create();
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

    /// <summary>A command with parameters <c>@name</c>.</summary>
    public static DbCommand Command(DbConnection connection, string sql, params (string Name, object Value)[] parameters)
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

    protected abstract DbConnection Create();

    protected abstract bool HasTable(DbConnection connection, string table);

    protected abstract JournalException Translate(DbException exception, long? recordNumber);
}
