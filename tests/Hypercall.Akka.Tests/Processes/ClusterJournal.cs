using System.Data.Common;
using Hypercall.Actors.Tests.Support;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Hypercall.Actors.Tests.Processes;

/// <summary>A journal that all nodes of a test share, and how to reach it: as a node's options, as settings,
/// directly.</summary>
/// <param name="NodeOptions">Options of a node.</param>
/// <param name="Settings">The same as HOCON, for a node within the test.</param>
/// <param name="Connect">Makes a connection to its database.</param>
internal sealed record ClusterJournal(string[] NodeOptions, string Settings, Func<DbConnection> Connect)
{
    public static ClusterJournal Sqlite(string directory)
    {
        TestJournals.MakeAt(directory);
        string journal = $"Data Source={Path.Combine(directory, "akka-journal.db")}";
        return new ClusterJournal(
            ["--journal-at", directory],
            $"""
            hypercall.journal.choice = sqlite
            hypercall.journal.sqlite.connection-string = "{journal}"
            hypercall.snapshots.sqlite.connection-string = "Data Source={Path.Combine(directory, "akka-snapshots.db")}"
            """,
            () => new SqliteConnection(journal));
    }

    public static ClusterJournal Postgresql(PostgresqlDatabase database)
    {
        TestJournals.MakeAt(database.ConnectionString);
        return new ClusterJournal(
            ["--journal", "postgresql", "--journal-at", database.ConnectionString],
            $"""
            hypercall.journal.choice = postgresql
            hypercall.journal.postgresql.connection-string = "{database.ConnectionString}"
            hypercall.snapshots.postgresql.connection-string = "{database.ConnectionString}"
            """,
            () => new NpgsqlConnection(database.ConnectionString));
    }

    /// <summary>Reads and executes all of it.</summary>
    public JournalContent Read(Action<Hypercall.Engine.Events.ApplyOutput>? seen = null)
    {
        using DbConnection connection = Connect();
        connection.Open();
        return JournalContent.Read(connection, seen);
    }
}
