using Microsoft.Data.Sqlite;

namespace Hypercall.Verification.Storage;

/// <summary>
/// A file that records of a partition were moved into: a SQLite file with the tables of a journal, so that whatever
/// reads a journal reads it. It holds records, the skip records up to its end, the snapshot of its last record and,
/// unless it begins with record 1, that of its first. It does not change any more once it has its name.
/// </summary>
internal static class ArchiveFile
{
    private const string Extension = ".archive";
    private const string UnfinishedExtension = Extension + ".unfinished";

    private const string Tables = $"""
        CREATE TABLE {JournalDatabase.JournalTable} (
            persistence_id TEXT NOT NULL, sequence_number INTEGER NOT NULL, created INTEGER, message BLOB NOT NULL,
            manifest TEXT, identifier INTEGER, writer_uuid TEXT, PRIMARY KEY (persistence_id, sequence_number));
        CREATE TABLE {JournalDatabase.SnapshotTable} (
            persistence_id TEXT NOT NULL, sequence_number INTEGER NOT NULL, snapshot BLOB NOT NULL, manifest TEXT,
            PRIMARY KEY (persistence_id, sequence_number));
        """;

    /// <summary>True for a path that is an archive, whole or not, by its name.</summary>
    public static bool IsOne(string path) =>
        path.EndsWith(Extension, StringComparison.Ordinal)
        || path.EndsWith(UnfinishedExtension, StringComparison.Ordinal);

    /// <summary>The name of the archive of some records.</summary>
    public static string NameOf(string engineId, long first, long last) =>
        $"{Uri.EscapeDataString(engineId)}-{first:D12}-{last:D12}{Extension}";

    /// <summary>The name that a file has until it is complete and checked.</summary>
    public static string Unfinished(string path) => Path.ChangeExtension(path, UnfinishedExtension);

    /// <summary>Archives of a partition: those of a folder, or the one that is named.</summary>
    /// <exception cref="JournalAbsentException">There are none.</exception>
    public static IReadOnlyList<string> Find(string location, string engineId)
    {
        if (File.Exists(location))
            return [location];
        string pattern = $"{Uri.EscapeDataString(engineId)}-*{Extension}";
        string[] files = Directory.Exists(location) ? Directory.GetFiles(location, pattern) : [];
        // Another partition's name may begin as this one's does.
        int length = NameOf(engineId, 1, 1).Length;
        string[] own = [.. files.Where(file => Path.GetFileName(file).Length == length).Order(StringComparer.Ordinal)];
        return own.Length > 0
            ? own
            : throw new JournalAbsentException(location, $"there are no archives of partition {engineId}");
    }

    /// <summary>Makes a new file with its tables, in the place of a leftover.</summary>
    public static SqliteConnection Create(string path)
    {
        Discard(path);
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path, Pooling = false,
        }.ToString());
        try
        {
            connection.Open();
            Execute(connection, "PRAGMA synchronous = EXTRA");
            Execute(connection, Tables);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Deletes a file that has no name yet, with what SQLite left beside it where it could not end.</summary>
    public static void Discard(string path)
    {
        File.Delete(path);
        File.Delete(path + "-journal");
    }

    /// <summary>
    /// Gives a checked file its name. What is written after that makes SQLite write the folder through to the disk too,
    /// so that the name is there after a loss of power before anything is deleted for it.
    /// </summary>
    public static void Finish(string unfinished, string path)
    {
        File.Move(unfinished, path);
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path, Pooling = false, Mode = SqliteOpenMode.ReadWrite,
        }.ToString());
        connection.Open();
        Execute(connection, "PRAGMA synchronous = EXTRA");
        Execute(connection, "PRAGMA user_version = 1");
    }

    /// <summary>Runs a statement.</summary>
    public static int Execute(
        DbConnection connection, string sql, params (string Name, object Value)[] parameters)
    {
        using DbCommand command = JournalDatabase.Command(connection, sql, parameters);
        command.CommandTimeout = 0;
        return command.ExecuteNonQuery();
    }
}
