using Akka.Configuration;
using Microsoft.Data.Sqlite;

namespace Hypercall.Akka.Hosting;

/// <summary>
/// Makes the files of the SQLite plugins ready before Akka opens them: write-ahead log, which the file itself remembers,
/// so that reading the journal never holds up a commit.
/// </summary>
internal static class SqliteJournalFiles
{
    private static readonly string[] Plugins = ["hypercall.journal.sqlite", "hypercall.snapshots.sqlite"];

    /// <summary>Prepares the files that a configuration names; without effect for another journal.</summary>
    /// <exception cref="SettingException">A connection string names no file that can be opened so.</exception>
    public static void Prepare(Config config)
    {
        foreach (string plugin in Plugins)
        {
            string path = plugin + ".connection-string";
            if (config.HasPath(path))
                Prepare(path, config.GetString(path));
        }
    }

    private static void Prepare(string path, string connectionString)
    {
        const string takes = "a connection string such as Data Source=journal.db, of a file on a local disk";
        try
        {
            using var connection = new SqliteConnection(connectionString);
            connection.Open();
            using SqliteCommand command = connection.CreateCommand();
            command.CommandText = "PRAGMA journal_mode = WAL";
            if (command.ExecuteScalar() is not "wal")
                throw new SettingException(path, takes, connectionString);
        }
        catch (Exception exception) when (exception is SqliteException or ArgumentException)
        {
            throw new SettingException(path, takes, connectionString, exception);
        }
    }
}
