using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Hypercall.Actors.Storage;

/// <summary>
/// A SQLite file, made ready before Akka opens it: write-ahead log, which the file itself remembers, so that reading
/// never holds up a commit nor waits for one. A SQLite that would not wait for the disk by itself is refused: the
/// plugins open connections of their own, whose setting nobody else sees to. So is a shared cache, in which their
/// readers would see what is not committed.
/// </summary>
internal sealed class SqliteStore(StoreKind kind, string settingPath, string connectionString)
    : JournalStore(kind, settingPath)
{
    private const string Takes =
        "a connection string such as Data Source=journal.db, of a file on a local disk in a folder that takes writes, "
        + "without Cache=Shared and Password";

    private const long FullSynchronisation = 2;

    /// <summary>How long a writer waits for another's lock, unless the engine's patience ends before.</summary>
    private const int BusySeconds = 10;

    private readonly SqliteConnectionStringBuilder _settings = Parse(settingPath, connectionString);

    public override string Location => _settings.DataSource;

    /// <summary>Completes a connection string.</summary>
    /// <exception cref="SettingException">It is none that can be used.</exception>
    public static string Complete(string settingPath, string text)
    {
        SqliteConnectionStringBuilder settings = Parse(settingPath, text);
        if (!settings.ShouldSerialize("Default Timeout"))
            settings.DefaultTimeout = BusySeconds;
        return settings.ToString();
    }

    public override IReadOnlyList<string> Make() => Use(_settings.ToString(), connection =>
    {
        string[] missing = [.. JournalSchema.TablesOf(Kind, false).Where(table => !HasTable(connection, table))];
        if (missing.Length == 0)
            return missing;
        using SqliteTransaction transaction = connection.BeginTransaction();
        foreach (string statement in JournalSchema.StatementsOf(Kind, false))
            Ask(connection, statement);
        transaction.Commit();
        return missing;
    });

    public override void Require()
    {
        string table = JournalSchema.TableOf(Kind, false);
        string existing = new SqliteConnectionStringBuilder(_settings.ToString()) { Mode = SqliteOpenMode.ReadWrite }
            .ToString();
        if (!File.Exists(Location) || !Use(existing, connection => HasTable(connection, table)))
            throw Absent(table);
    }

    public override Task<long> CountAsync(
        string persistenceId, long first, long last, CancellationToken cancellation) => Task.Run(
        () => Count(persistenceId, first, last), cancellation);

    private long Count(string persistenceId, long first, long last)
    {
        try
        {
            using SqliteConnection connection = Open();
            using SqliteCommand command = OverRows(
                connection, CountOf(JournalSchema.TableOf(Kind, isPostgresql: false)), persistenceId, first, last);
            return (long)command.ExecuteScalar()!;
        }
        catch (SqliteException exception)
        {
            throw new JournalUnreachableException(SettingPath, $"'{Location}'", exception);
        }
    }

    internal override Task<IReadOnlyList<long>> LastNumbersAsync(
        string persistenceId, long last, int count, CancellationToken cancellation) => Task.Run<IReadOnlyList<long>>(
        () =>
        {
            using SqliteConnection connection = Open();
            using SqliteCommand command = connection.CreateCommand();
            command.CommandText = LastNumbersOf(JournalSchema.TableOf(Kind, isPostgresql: false));
            command.Parameters.AddWithValue("@id", persistenceId);
            command.Parameters.AddWithValue("@last", last);
            command.Parameters.AddWithValue("@count", count);
            using SqliteDataReader reader = command.ExecuteReader();
            var numbers = new List<long>();
            while (reader.Read())
                numbers.Add(reader.GetInt64(0));
            return numbers;
        },
        cancellation);

    /// <summary>Rows of a journal in their order, beside its plugin and by one query.</summary>
    /// <param name="numbers">Numbers of the first and of the last one wanted.</param>
    /// <param name="count">Most rows wanted.</param>
    /// <param name="read">Makes something of a row's number, message, identifier and manifest.</param>
    /// <exception cref="SqliteException">They cannot be read.</exception>
    public IReadOnlyList<T> Rows<T>(
        string persistenceId, (long First, long Last) numbers, int count, Func<SqliteDataReader, T> read)
    {
        using SqliteConnection connection = Open();
        using SqliteCommand command = OverRows(
            connection,
            "SELECT sequence_number, message, identifier, manifest "
            + $"FROM {JournalSchema.TableOf(Kind, isPostgresql: false)} WHERE persistence_id = @id "
            + "AND sequence_number BETWEEN @first AND @last AND deleted = 0 ORDER BY sequence_number LIMIT @count",
            persistenceId,
            numbers.First,
            numbers.Last);
        command.Parameters.AddWithValue("@count", count);
        using SqliteDataReader reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
            rows.Add(read(reader));
        return rows;
    }

    private static SqliteCommand OverRows(
        SqliteConnection connection, string sql, string persistenceId, long first, long last)
    {
        SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.Parameters.AddWithValue("@id", persistenceId);
        command.Parameters.AddWithValue("@first", first);
        command.Parameters.AddWithValue("@last", last);
        return command;
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection(_settings.ToString());
        connection.Open();
        return connection;
    }

    private JournalRefusedException Absent(string table)
    {
        string folder = Path.GetDirectoryName(Location) is { Length: > 0 } parent ? parent : ".";
        return new JournalRefusedException(
            SettingPath, $"'{Location}'", $"has no table '{table}': make it with: hypercall journal init \"{folder}\"");
    }

    private T Use<T>(string connectionString, Func<SqliteConnection, T> action)
    {
        try
        {
            using var connection = new SqliteConnection(connectionString);
            connection.Open();
            if (raw.sqlite3_db_readonly(connection.Handle, "main") > 0)
            {
                throw new JournalRefusedException(
                    SettingPath, $"'{Location}'", "takes no writes: it, or its folder, is read-only");
            }

            if (Ask(connection, "PRAGMA journal_mode = WAL") is not "wal")
                throw new SettingException(SettingPath, Takes, _settings.ToString());
            if (Ask(connection, "PRAGMA synchronous") is not FullSynchronisation)
                throw new JournalRefusedException(SettingPath, Location, "does not write its log through to the disk");
            return action(connection);
        }
        catch (SqliteException exception)
            when (exception.SqliteErrorCode is raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB)
        {
            throw new JournalRefusedException(SettingPath, $"'{Location}'", $"is damaged: {exception.Message}");
        }
        catch (SqliteException exception)
        {
            string takes = $"{Takes} ({exception.Message})";
            throw new SettingException(SettingPath, takes, _settings.ToString(), exception);
        }
    }

    private static SqliteConnectionStringBuilder Parse(string settingPath, string text)
    {
        try
        {
            var settings = new SqliteConnectionStringBuilder(text);
            return settings is { Cache: not SqliteCacheMode.Shared, Password.Length: 0, DataSource.Length: > 0 }
                ? settings
                : throw SettingException.Secret(settingPath, Takes);
        }
        catch (ArgumentException)
        {
            throw SettingException.Secret(settingPath, Takes);
        }
    }

    private static bool HasTable(SqliteConnection connection, string table) => Ask(
        connection, $"SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = '{table}'") is > 0L;

    private static object? Ask(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
