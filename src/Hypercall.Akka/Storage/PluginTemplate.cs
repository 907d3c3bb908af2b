using Akka.Persistence.Sql;
using Akka.Persistence.Sql.Config;

namespace Hypercall.Actors.Storage;

/// <summary>
/// A block of plugin settings of which each partition has a copy: the operator's word about where and how one kind of
/// data is kept.
/// </summary>
/// <param name="Kind">What its plugins hold.</param>
/// <param name="Path">The block's path.</param>
internal sealed record PluginTemplate(StoreKind Kind, string Path, Config Block)
{
    private const string ConnectionString = "connection-string";
    private const string Provider = "provider-name";

    private static readonly (StoreKind Kind, string Setting)[] Settings =
    [
        (StoreKind.Journal, "journal.plugin"),
        (StoreKind.Snapshots, "journal.snapshot-plugin"),
        (StoreKind.Transfers, "journal.transfer-plugin"),
    ];

    /// <summary>The setting with the connection string.</summary>
    public string SettingPath => $"{Path}.{ConnectionString}";

    /// <summary>True for one on PostgreSQL.</summary>
    public bool IsPostgresql => IsSql && ProviderName.StartsWith("PostgreSQL", StringComparison.OrdinalIgnoreCase);

    /// <summary>True for a journal of ours on SQLite with the tables that it comes with.</summary>
    public bool IsPlainSqlite => IsSqlite
        && TextOf(Block, "class").StartsWith(typeof(PacedSqlJournal).FullName!, StringComparison.Ordinal)
        && Table() == JournalSchema.TableOf(Kind, isPostgresql: false);

    private bool IsSqlite => IsSql && ProviderName.StartsWith("SQLite", StringComparison.OrdinalIgnoreCase);

    private bool IsSql => Block.HasPath(ConnectionString);

    private string ProviderName => TextOf(Block, Provider);

    /// <summary>What a journal plugin of ours was made from.</summary>
    /// <param name="path">The block's path, for one that is a template itself.</param>
    public static PluginTemplate OfJournal(Config block, string path) => Of(StoreKind.Journal, block, path);

    /// <summary>What a snapshot plugin of ours was made from.</summary>
    /// <param name="path">The block's path, for one that is a template itself.</param>
    public static PluginTemplate OfSnapshots(Config block, string path) => Of(StoreKind.Snapshots, block, path);

    /// <summary>The templates that a configuration names and has.</summary>
    public static IReadOnlyList<PluginTemplate> Of(Config config)
    {
        var templates = new List<PluginTemplate>();
        foreach ((StoreKind kind, string setting) in Settings)
        {
            string path = TextOf(config, $"{SettingReader.Root}.{setting}");
            if (path.Length > 0 && config.HasPath(path) && config.GetConfig(path) is { } block)
                templates.Add(new PluginTemplate(kind, path, block));
        }

        return templates;
    }

    /// <summary>The connection string as plugins get it; null where there is none of ours to complete.</summary>
    /// <exception cref="SettingException">It is none of its database.</exception>
    public string? CompletedConnectionString()
    {
        if (!IsPostgresql && !IsSqlite)
            return null;
        string text = ConnectionText.Resolve(SettingPath, TextOf(Block, ConnectionString));
        return IsPostgresql
            ? PostgresqlSession.Complete(SettingPath, text, Kind)
            : SqliteStore.Complete(SettingPath, text);
    }

    /// <summary>The store that it names; null where it is another's business.</summary>
    public JournalStore? Store() => CompletedConnectionString() switch
    {
        null => null,
        { } text when IsPostgresql => new PostgresqlStore(Kind, SettingPath, text, Table()),
        { } text => new SqliteStore(Kind, SettingPath, text),
    };

    /// <summary>
    /// Reads the block as its plugin does. A plugin that cannot be made is told by Akka with its whole block, a
    /// connection string and its password included, and whoever needs it waits for it for ever.
    /// </summary>
    /// <exception cref="SettingException">The plugin does not take a value.</exception>
    public void RequireReadable()
    {
        if (!IsSql)
            return;
        if (!IsPostgresql && !IsSqlite && ProviderName.Length > 0)
        {
            const string takes = "a provider of PostgreSQL or SQLite, such as PostgreSQL.15 or SQLite.MS";
            throw new SettingException($"{Path}.{Provider}", takes, ProviderName);
        }

        try
        {
            _ = Kind == StoreKind.Snapshots
                ? (object)new SnapshotConfig(Block.WithFallback(SqlPersistence.DefaultSnapshotConfiguration))
                : new JournalConfig(Block.WithFallback(SqlPersistence.DefaultJournalConfiguration));
        }
        catch (Exception exception)
        {
            string takes = $"the settings of a plugin: {exception.Message}";
            throw new SettingException(Path, takes, "not one that can be started", exception);
        }
    }

    /// <summary>The table as its settings name it.</summary>
    public string Table()
    {
        string mapping = Block.GetString("table-mapping", "default");
        string kind = Kind == StoreKind.Snapshots ? "snapshot" : "journal";
        string name = Block.GetString($"{mapping}.{kind}.table-name", JournalSchema.TableOf(Kind, IsPostgresql));
        string? schema = Block.GetString($"{mapping}.schema-name", null);
        return schema is null ? Quoted(name) : $"{Quoted(schema)}.{Quoted(name)}";
    }

    private static PluginTemplate Of(StoreKind kind, Config block, string path) =>
        new(kind, block.GetString(PartitionPlugins.TemplateKey, null) ?? path, block);

    /// <summary>A text; what is none counts as an empty one.</summary>
    private static string TextOf(Config block, string path) => block.GetString(path, "") ?? "";

    private static string Quoted(string name) =>
        name.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '_')
            ? name
            : $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
