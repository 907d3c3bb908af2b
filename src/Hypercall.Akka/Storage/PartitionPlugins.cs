using System.Globalization;
using System.Text;

namespace Hypercall.Actors.Storage;

/// <summary>
/// The plugins of each partition, made from the templates: a journal, a ledger of skip records, a snapshot store. The
/// plugins write what waits at once in one transaction, and a plugin's circuit breaker stops all its users: with
/// plugins of its own no partition shares either with another.
/// </summary>
internal static class PartitionPlugins
{
    /// <summary>In a partition's block: the template that it was made from, for messages.</summary>
    public const string TemplateKey = "template";

    private const string Block = "plugins";
    private const string JournalName = "journal";
    private const string LedgerName = "ledger";
    private const string SnapshotsName = "snapshots";

    /// <summary>
    /// A plugin's own patience, in the engine's, which comes first. What its breaker keeps from a database
    /// that does not answer the pauses before restarts keep already, so it opens late and not for long.
    /// </summary>
    private const int CallTimeoutFactor = 2;

    private const string Breaker = "max-failures = 10, reset-timeout = 1s";

    /// <summary>The blocks of all partitions, and the connection strings of the templates, completed.</summary>
    /// <param name="config">Has templates, partitions, and what an engine waits for a write.</param>
    public static Config Of(Config config)
    {
        var reader = new SettingReader(config);
        string writing = BreakerOf(HypercallSettings.ReadWriteTimeout(reader));
        string saving = BreakerOf(HypercallSettings.ReadSnapshotTimeout(reader));
        IReadOnlyList<string> partitions = HypercallSettings.ReadPartitions(reader);
        Config made = Config.Empty;
        foreach (PluginTemplate template in PluginTemplate.Of(config))
        {
            template.RequireReadable();
            string breaker = template.Kind == StoreKind.Snapshots ? saving : writing;
            string? connectionString = template.CompletedConnectionString();
            if (connectionString is not null)
                made = made.WithFallback(Setting(template.SettingPath, connectionString));
            if (template.Kind == StoreKind.Transfers)
                made = made.WithFallback(ConfigurationFactory.ParseString($"{template.Path} {{ {breaker} }}"));
            else
                made = made.WithFallback(Copies(template, partitions, connectionString, breaker));
        }

        return made;
    }

    /// <summary>A partition's plugins: those of its own, or the templates themselves where it has none.</summary>
    public static (string Journal, string Ledger, string Snapshots) For(
        string partition, SettingReader reader, string journal, string snapshots) => (
        PathOf(partition, JournalName) is var own && reader.Has(own) ? Full(own) : journal,
        PathOf(partition, LedgerName) is var ledger && reader.Has(ledger) ? Full(ledger) : journal,
        PathOf(partition, SnapshotsName) is var store && reader.Has(store) ? Full(store) : snapshots);

    private static Config Copies(
        PluginTemplate template, IReadOnlyList<string> partitions, string? connectionString, string breaker)
    {
        string[] names = template.Kind == StoreKind.Snapshots ? [SnapshotsName] : [JournalName, LedgerName];
        Config copies = Config.Empty;
        foreach (string partition in partitions)
        {
            foreach (string name in names)
            {
                Config own = ConfigurationFactory.ParseString(
                    $"plugin-id = {HoconText.Quoted(Full(PathOf(partition, name)))}\n"
                    + $"{TemplateKey} = {HoconText.Quoted(template.Path)}\n" + breaker);
                if (connectionString is not null)
                    own = Setting("connection-string", Named(template, connectionString, partition)).WithFallback(own);
                copies = At(partition, name, own.WithFallback(template.Block)).WithFallback(copies);
            }
        }

        return copies;
    }

    private static string BreakerOf(TimeSpan patience) => string.Create(
        CultureInfo.InvariantCulture,
        $"circuit-breaker {{ {Breaker}, call-timeout = {CallTimeoutFactor * patience.TotalMilliseconds}ms }}");

    private static string Named(PluginTemplate template, string connectionString, string partition) =>
        template.IsPostgresql ? PostgresqlSession.Named(connectionString, "hypercall " + partition) : connectionString;

    private static Config At(string partition, string name, Config block) => block.Root
        .AtKey(name).Root
        .AtKey(Escaped(partition)).Root
        .AtKey(Block).Root
        .AtKey(SettingReader.Root);

    private static Config Setting(string path, string value) =>
        ConfigurationFactory.ParseString($"{path} = {HoconText.Quoted(value)}");

    private static string PathOf(string partition, string name) => $"{Block}.{Escaped(partition)}.{name}";

    private static string Full(string path) => $"{SettingReader.Root}.{path}";

    /// <summary>A partition's name as a part of a path and of an actor's name; different for different ones.</summary>
    private static string Escaped(string partition)
    {
        var escaped = new StringBuilder(partition.Length);
        foreach (byte letter in Encoding.UTF8.GetBytes(partition))
        {
            if (char.IsAsciiLetterOrDigit((char)letter) || letter == '-')
                escaped.Append((char)letter);
            else
                escaped.Append(CultureInfo.InvariantCulture, $"_{letter:x2}");
        }

        return escaped.ToString();
    }
}
