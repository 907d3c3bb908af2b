using System.Globalization;

namespace Hypercall.Node.Storage;

/// <summary>
/// How the journal's SQLite file is kept. Nothing here weakens durability: it is always WAL and FULL.
/// </summary>
/// <param name="PageSize">Bytes of a page, a power of two; counts for a new file only.</param>
/// <param name="CheckpointPages">
/// Pages of WAL after which a commit also moves them into the file. Small keeps the stall of that commit short.
/// </param>
/// <param name="MaxPages">
/// Most pages of the file (SQLITE_FULL beyond), 0 for no limit: a quota, and a test's full disk.
/// </param>
public sealed record SqliteJournalOptions(int PageSize = 4096, int CheckpointPages = 1000, long MaxPages = 0)
{
    /// <summary>The default options.</summary>
    public static SqliteJournalOptions Default { get; } = new();

    internal void Configure(SqliteFile file)
    {
        file.Execute(Pragma("page_size", PageSize));
        string? mode = file.QueryText("PRAGMA journal_mode = WAL");
        if (mode != "wal")
            throw new JournalIoException(file.Path, $"the file system allows no write-ahead log (mode '{mode}')");
        file.Execute("PRAGMA synchronous = FULL");
        file.Execute(Pragma("wal_autocheckpoint", CheckpointPages));
        if (MaxPages > 0)
            file.Execute(Pragma("max_page_count", MaxPages));
    }

    private static string Pragma(string name, long value) =>
        string.Create(CultureInfo.InvariantCulture, $"PRAGMA {name} = {value}");
}
