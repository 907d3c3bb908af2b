using System.Net.Sockets;
using Npgsql;

namespace Hypercall.Actors.Storage;

/// <summary>
/// Tables of a PostgreSQL database. An answer is given on a commit's word: a server, or a session, that gives it before
/// the disk has the record is refused by name, and so is one that takes no writes.
/// </summary>
/// <param name="kind">What it holds.</param>
/// <param name="settingPath">The setting that says where it is.</param>
/// <param name="connectionString">What the plugins use, so that what is looked at is a session like theirs.</param>
/// <param name="table">Its table, as SQL names it; null: the usual one.</param>
internal sealed class PostgresqlStore(
    StoreKind kind, string settingPath, string connectionString, string? table = null)
    : JournalStore(kind, settingPath)
{
    /// <summary>Any number, the same in every node: one makes tables at a time.</summary>
    private const long MakersLock = 0x68_79_70_65_72_63_61_6C;

    private const string Examination = """
        SELECT current_setting('synchronous_commit'), current_setting('fsync'), current_setting('full_page_writes'),
            pg_is_in_recovery(), to_regclass(@table) IS NOT NULL
        """;

    private readonly NpgsqlConnectionStringBuilder _settings = new(connectionString);
    private readonly string _table = table ?? JournalSchema.TableOf(kind, isPostgresql: true);

    public override string Location => $"postgresql://{_settings.Host}:{_settings.Port}/{_settings.Database}";

    public override IReadOnlyList<string> Make() => MakeAsync().GetAwaiter().GetResult();

    public override void Require() => RequireAsync(CancellationToken.None).GetAwaiter().GetResult();

    /// <summary><see cref="Require"/> for the plugins, which wait for nobody.</summary>
    public Task RequireAsync(CancellationToken cancellation) => UseAsync(
        async connection =>
        {
            if (!await ExamineAsync(connection, cancellation))
                throw Refuse($"has no table '{_table}': make it with: hypercall journal init \"{WithoutSecrets()}\"");
            return true;
        },
        cancellation);

    public override Task<long> CountAsync(
        string persistenceId, long first, long last, CancellationToken cancellation) => UseAsync(
        async connection =>
        {
            await using var command = new NpgsqlCommand(CountOf(_table), connection);
            command.Parameters.AddWithValue("id", persistenceId);
            command.Parameters.AddWithValue("first", first);
            command.Parameters.AddWithValue("last", last);
            return (long)(await command.ExecuteScalarAsync(cancellation))!;
        },
        cancellation);

    internal override Task<IReadOnlyList<long>> LastNumbersAsync(
        string persistenceId, long last, int count, CancellationToken cancellation) => UseAsync<IReadOnlyList<long>>(
        async connection =>
        {
            await using var command = new NpgsqlCommand(LastNumbersOf(_table), connection);
            command.Parameters.AddWithValue("id", persistenceId);
            command.Parameters.AddWithValue("last", last);
            command.Parameters.AddWithValue("count", count);
            await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellation);
            var numbers = new List<long>();
            while (await reader.ReadAsync(cancellation))
                numbers.Add(reader.GetInt64(0));
            return numbers;
        },
        cancellation);

    /// <summary>What somebody else does with the database; a failure of it is told with the setting.</summary>
    /// <exception cref="JournalUnreachableException">It failed.</exception>
    public async Task<T> NamedAsync<T>(Func<Task<T>> action)
    {
        try
        {
            return await action();
        }
        catch (Exception exception) when (exception is NpgsqlException or TimeoutException or SocketException)
        {
            throw new JournalUnreachableException(SettingPath, Location, exception);
        }
    }

    /// <summary>Where all is there nothing is locked: nodes may be at work.</summary>
    private Task<string[]> MakeAsync() => UseAsync(
        async connection =>
        {
            await ExamineAsync(connection, CancellationToken.None);
            if ((await MissingAsync(connection)).Length == 0)
                return [];
            await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync();
            await ExecuteAsync(connection, $"SELECT pg_advisory_xact_lock({MakersLock})");
            string[] missing = await MissingAsync(connection);
            foreach (string statement in missing.Length > 0 ? JournalSchema.StatementsOf(Kind, true) : [])
                await ExecuteAsync(connection, statement);
            await transaction.CommitAsync();
            return missing;
        },
        CancellationToken.None);

    private async Task<string[]> MissingAsync(NpgsqlConnection connection)
    {
        var missing = new List<string>();
        foreach (string table in JournalSchema.TablesOf(Kind, isPostgresql: true))
        {
            await using var command = new NpgsqlCommand("SELECT to_regclass(@table) IS NULL", connection);
            command.Parameters.AddWithValue("table", table);
            if (await command.ExecuteScalarAsync() is true)
                missing.Add(table);
        }

        return [.. missing];
    }

    /// <summary>Refuses what no journal can be kept in.</summary>
    /// <returns>Whether the table is there.</returns>
    private async Task<bool> ExamineAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(Examination, connection);
        command.Parameters.AddWithValue("table", _table);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellation);
        await reader.ReadAsync(cancellation);
        (string Name, int Column)[] promises = [("synchronous_commit", 0), ("fsync", 1), ("full_page_writes", 2)];
        foreach ((string name, int column) in promises)
        {
            if (reader.GetString(column) == "off")
                throw Refuse($"has {name} = off: a crash could take back what it has acknowledged");
        }

        return reader.GetBoolean(3)
            ? throw Refuse("is a standby (pg_is_in_recovery): nothing can be written to it")
            : reader.GetBoolean(4);
    }

    private Task<T> UseAsync<T>(Func<NpgsqlConnection, Task<T>> action, CancellationToken cancellation) => NamedAsync(
        async () =>
        {
            await using var connection = new NpgsqlConnection(connectionString);
            await connection.OpenAsync(cancellation);
            return await action(connection);
        });

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private JournalRefusedException Refuse(string what) => new(SettingPath, Location, what);

    private string WithoutSecrets() => new NpgsqlConnectionStringBuilder
    {
        Host = _settings.Host, Port = _settings.Port, Database = _settings.Database, Username = _settings.Username,
    }.ToString();
}
