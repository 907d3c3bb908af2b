namespace Hypercall.Actors.Storage;

/// <summary>
/// The place of one kind of a venue's data: tables in a PostgreSQL database or in a SQLite file, that a template of
/// plugins names. Who starts an engine or a view has each made sure of.
/// </summary>
public abstract class JournalStore
{
    private protected JournalStore(StoreKind kind, string settingPath)
    {
        Kind = kind;
        SettingPath = settingPath;
    }

    /// <summary>What it holds.</summary>
    public StoreKind Kind { get; }

    /// <summary>Where it is, without secrets.</summary>
    public abstract string Location { get; }

    /// <summary>The setting that says where it is.</summary>
    protected string SettingPath { get; }

    /// <summary>Makes what is missing of it.</summary>
    /// <returns>The tables made; none where all were there.</returns>
    /// <exception cref="SettingException">The setting names no such place.</exception>
    /// <exception cref="JournalRefusedException">No journal can be kept there as it is.</exception>
    /// <exception cref="JournalUnreachableException">It is out of reach.</exception>
    public abstract IReadOnlyList<string> Make();

    /// <summary>Refuses a place in which no journal can be kept as it is, or that has none.</summary>
    /// <exception cref="SettingException">The setting names no such place.</exception>
    /// <exception cref="JournalRefusedException">It is one.</exception>
    /// <exception cref="JournalUnreachableException">It is out of reach.</exception>
    public abstract void Require();

    /// <summary>How many rows of a persistence id have numbers from one to another.</summary>
    /// <exception cref="JournalUnreachableException">It is out of reach.</exception>
    public abstract Task<long> CountAsync(string persistenceId, long first, long last, CancellationToken cancellation);

    /// <summary>Numbers of a persistence id's rows up to one, the last ones first.</summary>
    /// <exception cref="Exception">It is out of reach, or has no such table.</exception>
    internal abstract Task<IReadOnlyList<long>> LastNumbersAsync(
        string persistenceId, long last, int count, CancellationToken cancellation);

    /// <summary>The store of a journal plugin; null for one that is not ours.</summary>
    public static JournalStore? OfPlugin(Config config, string plugin) =>
        config.HasPath(plugin) ? PluginTemplate.OfJournal(config.GetConfig(plugin), plugin).Store() : null;

    /// <summary>The store of a snapshot plugin; null for one that is not ours.</summary>
    internal static JournalStore? OfSnapshots(Config config, string plugin) =>
        config.HasPath(plugin) ? PluginTemplate.OfSnapshots(config.GetConfig(plugin), plugin).Store() : null;

    /// <summary>SQL that tells a table's last numbers by @id, @last and @count.</summary>
    private protected static string LastNumbersOf(string table) =>
        $"SELECT sequence_number FROM {table} WHERE persistence_id = @id AND sequence_number <= @last "
        + "ORDER BY sequence_number DESC LIMIT @count";

    /// <summary>SQL that counts rows of a table by @id, @first and @last.</summary>
    private protected static string CountOf(string table) =>
        $"SELECT count(*) FROM {table} WHERE persistence_id = @id AND sequence_number BETWEEN @first AND @last";

    /// <summary>The stores of a configuration that <see cref="HypercallConfig"/> composed.</summary>
    /// <param name="config">The configuration.</param>
    /// <param name="withTransfers">Whether the desks' is one of them.</param>
    /// <returns>None for a journal that is neither.</returns>
    public static IReadOnlyList<JournalStore> Of(Config config, bool withTransfers) =>
    [
        .. PluginTemplate.Of(config)
            .Where(template => withTransfers || template.Kind != StoreKind.Transfers)
            .Select(template => template.Store())
            .OfType<JournalStore>(),
    ];

    /// <summary>
    /// What a system's start does. A member of a cluster makes no tables: others may be at work in them, and a mistyped
    /// place must not become a second venue. A database that is out of reach may be back when the engine asks for it,
    /// which then looks at it in the same way.
    /// </summary>
    /// <returns>What is out of reach, and why.</returns>
    /// <exception cref="SettingException">A setting names no such place.</exception>
    /// <exception cref="JournalRefusedException">No journal can be kept in one as it is.</exception>
    public static IReadOnlyList<string> Prepare(Config config, bool isMember, bool withTransfers)
    {
        var unreachable = new List<string>();
        foreach (JournalStore store in Of(config, withTransfers))
        {
            try
            {
                if (!isMember)
                    store.Make();
                store.Require();
            }
            catch (JournalUnreachableException exception)
            {
                unreachable.Add(exception.Message);
            }
        }

        return unreachable;
    }
}
