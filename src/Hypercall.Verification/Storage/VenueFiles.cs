namespace Hypercall.Verification.Storage;

/// <summary>
/// Where a venue's tables are: one PostgreSQL database, or the SQLite files of a folder, each of which may hold journal
/// rows, snapshots or neither.
/// </summary>
/// <param name="Location">What was asked for, without secrets.</param>
/// <param name="Databases">The databases, in the order of their names.</param>
internal sealed record VenueFiles(string Location, IReadOnlyList<JournalDatabase> Databases)
{
    private const string FilePattern = "*.db";

    /// <summary>Finds them.</summary>
    /// <param name="location">A folder, a journal's file in one, or a connection string of PostgreSQL.</param>
    /// <exception cref="JournalAbsentException">There is nothing of the kind.</exception>
    public static VenueFiles At(string location)
    {
        if (PostgresqlDatabase.IsConnectionString(location))
        {
            var database = new PostgresqlDatabase(location);
            return new VenueFiles(database.Location, [database]);
        }

        if (File.Exists(location) && ArchiveFile.IsOne(location))
            return new VenueFiles(location, [new SqliteDatabase(location)]);
        if (File.Exists(location))
            return new VenueFiles(location, [new SqliteDatabase(location), .. Beside(location)]);
        string[] files = Directory.Exists(location) ? Directory.GetFiles(location, FilePattern) : [];
        return files.Length > 0
            ? new VenueFiles(location, [.. Sorted(files).Select(file => new SqliteDatabase(file))])
            : throw new JournalAbsentException(location, "there is no journal in this directory");
    }

    /// <summary>The one database that holds rows of a persistence id in a table, or null.</summary>
    /// <exception cref="JournalIncompatibleException">Two hold some: it is not known which counts.</exception>
    public JournalDatabase? Holder(string table, string persistenceId)
    {
        JournalDatabase[] holders =
        [
            .. Databases.Where(database => database.PersistenceIds(table, persistenceId).Contains(persistenceId)),
        ];
        return holders.Length <= 1
            ? holders.FirstOrDefault()
            : throw new JournalIncompatibleException(
                Location,
                $"holds two of {persistenceId}, in '{holders[0].Location}' and '{holders[1].Location}': name one");
    }

    /// <summary>
    /// The files beside a journal's that hold no journal themselves: its snapshots are in one of them.
    /// </summary>
    private static IEnumerable<SqliteDatabase> Beside(string file) => Sorted(
            Directory.GetFiles(Path.GetDirectoryName(Path.GetFullPath(file))!, FilePattern))
        .Where(other => other != Path.GetFullPath(file))
        .Select(other => new SqliteDatabase(other))
        .Where(other => other.PersistenceIds(JournalDatabase.JournalTable, "").Count == 0);

    private static IEnumerable<string> Sorted(IEnumerable<string> files) => files.Order(StringComparer.Ordinal);
}
