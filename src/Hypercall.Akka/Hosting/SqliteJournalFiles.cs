using Akka.Configuration;
using Microsoft.Data.Sqlite;

namespace Hypercall.Actors.Hosting;

/// <summary>
/// Makes the files of the SQLite plugins ready before Akka opens them: write-ahead log, which the file itself remembers,
/// so that reading the journal never holds up a commit. A SQLite that would not wait for the disk by itself is refused:
/// the plugins open connections of their own, whose setting nobody else sees to. So is a shared cache, in which their
/// readers would see what is not committed.
/// </summary>
internal static class SqliteJournalFiles
{
    private const long FullSynchronisation = 2;

    /// <summary>Prepares the engines' files that a configuration names; without effect for another journal.</summary>
    /// <exception cref="SettingException">A connection string names no file that can be opened so.</exception>
    public static void Prepare(Config config)
    {
        PreparePlugin(config, "hypercall.journal.sqlite");
        PreparePlugin(config, "hypercall.snapshots.sqlite");
    }

    /// <summary>The same for the transfer desks' file, which only a system that may run them has.</summary>
    /// <exception cref="SettingException">The connection string names no file that can be opened so.</exception>
    public static void PrepareTransfers(Config config) => PreparePlugin(config, "hypercall.transfers.sqlite");

    private static void PreparePlugin(Config config, string plugin)
    {
        string path = plugin + ".connection-string";
        if (config.HasPath(path))
            Prepare(path, config.GetString(path));
    }

    private static void Prepare(string path, string connectionString)
    {
        const string takes =
            "a connection string such as Data Source=journal.db, of a file on a local disk, without Cache=Shared";
        try
        {
            if (new SqliteConnectionStringBuilder(connectionString).Cache == SqliteCacheMode.Shared)
                throw new SettingException(path, takes, connectionString);
            using var connection = new SqliteConnection(connectionString);
            connection.Open();
            if (Ask(connection, "PRAGMA journal_mode = WAL") is not "wal")
                throw new SettingException(path, takes, connectionString);
            if (Ask(connection, "PRAGMA synchronous") is not FullSynchronisation)
                throw new InvalidOperationException("this SQLite does not write its log through to the disk");
        }
        catch (Exception exception) when (exception is SqliteException or ArgumentException)
        {
            throw new SettingException(path, takes, connectionString, exception);
        }
    }

    private static object? Ask(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
