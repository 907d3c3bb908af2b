using System.Globalization;

namespace Hypercall.Node.Storage;

/// <summary>
/// What a file says about itself in its <c>meta</c> table: what it is, its format version and the engine it belongs
/// to. Written in the transaction that creates the tables, checked on every opening, so that a file of another kind,
/// version or engine is refused by name instead of being misread.
/// </summary>
internal sealed record FileIdentity(string Kind, int FormatVersion, string EngineId)
{
    private const string KindKey = "kind";
    private const string VersionKey = "format_version";
    private const string EngineKey = "engine_id";

    /// <summary>Creates the tables of <paramref name="schema"/> with this identity in a file that holds none.</summary>
    /// <returns>False when the file has tables already.</returns>
    public bool CreateIfEmpty(SqliteFile file, string schema)
    {
        if (file.QueryText("SELECT count(*) FROM sqlite_schema") != "0")
            return false;
        file.Execute($"BEGIN IMMEDIATE; CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL); {schema}");
        using (SqliteStatement insert = file.Prepare("INSERT INTO meta VALUES (?1, ?2)"))
        {
            Insert(insert, KindKey, Kind);
            Insert(insert, VersionKey, FormatVersion.ToString(CultureInfo.InvariantCulture));
            Insert(insert, EngineKey, EngineId);
        }

        file.Execute("COMMIT");
        return true;
    }

    /// <summary>
    /// The identity of <paramref name="file"/> after comparing it with what is expected; any engine where
    /// <paramref name="engineId"/> is null.
    /// </summary>
    /// <exception cref="JournalIncompatibleException">It is another kind, version or engine.</exception>
    public static FileIdentity Check(SqliteFile file, string kind, int formatVersion, string? engineId)
    {
        if (file.QueryText("SELECT count(*) FROM sqlite_schema WHERE name = 'meta'") != "1")
            throw new JournalIncompatibleException(file.Path, $"is no {kind} file");
        string? foundKind = Value(file, KindKey);
        if (foundKind != kind)
            throw new JournalIncompatibleException(file.Path, $"is no {kind} file (it says '{foundKind}')");
        string? foundVersion = Value(file, VersionKey);
        if (foundVersion != formatVersion.ToString(CultureInfo.InvariantCulture))
        {
            throw new JournalIncompatibleException(
                file.Path, $"has format version {foundVersion}; this program knows version {formatVersion}");
        }

        string foundEngine = Value(file, EngineKey) ?? "";
        if (engineId is not null && foundEngine != engineId)
        {
            throw new JournalIncompatibleException(
                file.Path, $"belongs to engine '{foundEngine}', not to engine '{engineId}'");
        }

        return new FileIdentity(kind, formatVersion, foundEngine);
    }

    private static void Insert(SqliteStatement insert, string name, string value)
    {
        insert.Bind(1, name);
        insert.Bind(2, value);
        insert.Step();
        insert.Reset();
    }

    private static string? Value(SqliteFile file, string name) =>
        file.QueryText($"SELECT value FROM meta WHERE name = '{name}'");
}
