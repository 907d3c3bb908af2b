using System.Data.Common;
using Akka.Actor;
using Akka.Configuration;
using Akka.Persistence;
using Akka.Persistence.Sql;
using Hypercall.Actors.Storage;
using Hypercall.Actors.Tests.Support;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Hypercall.Actors.Tests.Storage;

/// <summary>
/// The tables that we make are those that Akka.Persistence.Sql would make itself, down to each column and unique key;
/// making them again changes nothing and waits for nobody; a member of a cluster makes none.
/// </summary>
public sealed class JournalSchemaTests : IDisposable
{
    private const string PostgresqlShape = """
        SELECT table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable || ' ' || is_identity
        FROM information_schema.columns WHERE table_schema = 'public' AND table_name <> 'archived'
        UNION ALL
        SELECT conrelid::regclass || '.' || conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint
        WHERE connamespace = 'public'::regnamespace AND conrelid <> 'archived'::regclass
        ORDER BY 1
        """;

    private const string SqliteShape = """
        SELECT m.name || '.' || c.name || ' ' || lower(c.type) || ' ' || c."notnull" || ' ' || c.pk
        FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%'
            AND m.name <> 'archived'
        UNION ALL
        SELECT m.name || ' unique ' || group_concat(k.name)
        FROM sqlite_master m, pragma_index_list(m.name) i, pragma_index_info(i.name) k
        WHERE m.type = 'table' AND i."unique" = 1 AND m.name <> 'archived' GROUP BY m.name, i.name
        ORDER BY 1
        """;

    private const string PluginsMakeThem = """
        hypercall.journal.{0} { auto-initialize = true, class = "Akka.Persistence.Sql.Journal.SqlWriteJournal, Akka.Persistence.Sql" }
        hypercall.transfers.{0} { auto-initialize = true, class = "Akka.Persistence.Sql.Journal.SqlWriteJournal, Akka.Persistence.Sql" }
        hypercall.snapshots.{0}.auto-initialize = true
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly TemporaryDirectory _ours = new();
    private readonly TemporaryDirectory _theirs = new();

    [Fact]
    public async Task The_tables_of_SQLite_are_the_plugins()
    {
        TestJournals.MakeAt(_ours.Path);
        await MakeByPluginsAsync(
            TestConfig.Sqlite(_theirs.Path, PluginsMakeThem.Replace("{0}", "sqlite")), "sqlite");

        foreach (string file in new[] { "akka-journal.db", "akka-snapshots.db", "akka-transfers.db" })
        {
            using var theirs = new SqliteConnection($"Data Source={_theirs.File(file)};Pooling=false");
            using var ours = new SqliteConnection($"Data Source={_ours.File(file)};Pooling=false");
            Assert.Equal(Read(theirs, SqliteShape), Read(ours, SqliteShape));
        }
    }

    /// <summary>It is no setting that is wrong.</summary>
    [Fact]
    public void A_file_that_is_no_database_is_a_damaged_one()
    {
        File.WriteAllText(_ours.File("akka-journal.db"), "no database");

        string message = Assert.Throws<JournalRefusedException>(() => TestJournals.MakeAt(_ours.Path)).Message;

        Assert.Contains("akka-journal.db' is damaged: ", message);
    }

    [PostgresqlFact]
    public async Task The_tables_of_PostgreSQL_are_the_plugins()
    {
        using var ours = new PostgresqlDatabase();
        using var theirs = new PostgresqlDatabase();
        TestJournals.MakeAt(ours.ConnectionString);
        await MakeByPluginsAsync(
            TestConfig.Postgresql(theirs.ConnectionString, PluginsMakeThem.Replace("{0}", "postgresql")), "postgresql");
        using var theirConnection = new NpgsqlConnection(theirs.ConnectionString);
        using var ourConnection = new NpgsqlConnection(ours.ConnectionString);
        Execute(theirConnection, "CREATE TABLE archived (x int)");

        string[] shape = Read(theirConnection, PostgresqlShape);
        Assert.Contains("transfer_journal.transfer_journal_uq UNIQUE (persistence_id, sequence_number)", shape);
        Assert.Equal(shape, Read(ourConnection, PostgresqlShape));
    }

    [Fact]
    public void SQLite_files_are_made_once_and_looked_at_beside_a_writer()
    {
        Config config = TestConfig.Sqlite(_ours.Path);
        Assert.Equal([["journal", "archived"], ["snapshot"], ["journal"]], Make(config));
        using var writer = new SqliteConnection($"Data Source={_ours.File("akka-journal.db")};Pooling=false");
        writer.Open();
        using SqliteTransaction locked = writer.BeginTransaction(deferred: false);

        Assert.All(Make(config), Assert.Empty);
        Assert.Empty(JournalStore.Prepare(config, isMember: true, withTransfers: true));
    }

    [PostgresqlFact]
    public void PostgreSQL_tables_are_made_once_and_looked_at_beside_whoever_locks_them()
    {
        using var database = new PostgresqlDatabase();
        Config config = TestConfig.Postgresql(database.ConnectionString);
        Assert.Equal([["journal", "archived"], ["snapshot"], ["transfer_journal"]], Make(config));
        using var writer = new NpgsqlConnection(database.ConnectionString);
        writer.Open();
        using NpgsqlTransaction transaction = writer.BeginTransaction();
        Execute(writer, "LOCK TABLE journal, snapshot, transfer_journal IN ACCESS EXCLUSIVE MODE");

        Assert.All(Make(config), Assert.Empty);
        Assert.Empty(JournalStore.Prepare(config, isMember: true, withTransfers: true));
    }

    [Fact]
    public void A_member_of_a_cluster_makes_no_files()
    {
        Config config = TestConfig.Sqlite(_ours.Path);

        JournalRefusedException error = Assert.Throws<JournalRefusedException>(
            () => JournalStore.Prepare(config, isMember: true, withTransfers: false));

        Assert.Contains($"make it with: hypercall journal init \"{_ours.Path}\"", error.Message);
        Assert.DoesNotContain('\n', error.Message);
        Assert.Empty(Directory.GetFiles(_ours.Path));
    }

    [PostgresqlFact]
    public void A_member_of_a_cluster_makes_no_tables()
    {
        using var database = new PostgresqlDatabase();
        Config config = TestConfig.Postgresql(database.ConnectionString + ";Password=hunter2");

        JournalRefusedException error = Assert.Throws<JournalRefusedException>(
            () => JournalStore.Prepare(config, isMember: true, withTransfers: false));

        Assert.Contains("has no table 'journal': make it with: hypercall journal init \"Host=127.0.0.1;", error.Message);
        Assert.DoesNotContain("hunter2", error.Message);
        using var connection = new NpgsqlConnection(database.ConnectionString);
        Assert.Empty(Read(connection, "SELECT tablename::text FROM pg_tables WHERE schemaname = 'public'"));
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        _ours.Dispose();
        _theirs.Dispose();
    }

    private static string[][] Make(Config config) =>
        [.. JournalStore.Of(config, withTransfers: true).Select(store => store.Make().ToArray())];

    /// <summary>The first read has a plugin make its tables.</summary>
    private static async Task MakeByPluginsAsync(Config config, string choice)
    {
        using ActorSystem system = ActorSystem.Create("tables", config);
        PersistenceExtension persistence = Persistence.Instance.Apply(system);
        _ = SqlPersistence.Get(system);
        using var inbox = Inbox.Create(system);
        foreach (string plugin in new[] { "journal", "transfers" })
        {
            persistence.JournalFor($"hypercall.{plugin}.{choice}").Tell(
                new ReplayMessages(1, long.MaxValue, 1, "engine-main", inbox.Receiver), inbox.Receiver);
            Assert.IsType<RecoverySuccess>(await inbox.ReceiveAsync(Patience));
        }

        persistence.SnapshotStoreFor($"hypercall.snapshots.{choice}").Tell(
            new LoadSnapshot("engine-main", SnapshotSelectionCriteria.Latest, long.MaxValue), inbox.Receiver);
        Assert.IsType<LoadSnapshotResult>(await inbox.ReceiveAsync(Patience));
        await system.Terminate();
    }

    private static string[] Read(DbConnection connection, string sql)
    {
        if (connection.State != System.Data.ConnectionState.Open)
            connection.Open();
        using DbCommand command = connection.CreateCommand();
        command.CommandText = sql;
        using DbDataReader reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
            rows.Add(reader.GetString(0));
        return [.. rows];
    }

    private static void Execute(NpgsqlConnection connection, string sql)
    {
        if (connection.State != System.Data.ConnectionState.Open)
            connection.Open();
        using var command = new NpgsqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }
}
