using Hypercall.Actors.Storage;

namespace Hypercall.Cli.Demo.Cluster;

/// <summary>What the demonstration with three nodes is to do.</summary>
/// <param name="Seed">Seed of what the clients send.</param>
/// <param name="Seconds">Seconds of trading before the kill, and again after the outage.</param>
/// <param name="Postgresql">Connection string of the database that keeps the journal; null: SQLite files.</param>
/// <param name="Folder">A folder that exists.</param>
internal sealed record ClusterPlan(ulong Seed, double Seconds, string? Postgresql, string Folder)
{
    /// <summary>Fewest commands before the kill: enough for a snapshot, and for some commands after it.</summary>
    public const int CommandsBeforeKill = 3 * SnapshotEvery;

    private const int SnapshotEvery = 250;

    /// <summary>Tells the nodes the connection string, which others see on a command line.</summary>
    private const string JournalVariable = "HYPERCALL_DEMO_JOURNAL";

    /// <summary>
    /// The market partition. A database may hold the journals of earlier demonstrations: each has a name of its own.
    /// </summary>
    public string Partition { get; } = Postgresql is null
        ? "main"
        : string.Create(CultureInfo.InvariantCulture, $"demo-{TimeProvider.System.GetUtcNow():yyyyMMdd-HHmmss-fff}");

    /// <summary>How long the clients trade each time.</summary>
    public TimeSpan Trading => TimeSpan.FromSeconds(Seconds);

    /// <summary>Where the journal is, as the tools take it.</summary>
    public string Journal => Postgresql ?? Path.Combine(Folder, "journal");

    /// <summary>Makes the journal's tables, and tells the processes to come where they are.</summary>
    public void MakeJournal()
    {
        if (Postgresql is null)
            Directory.CreateDirectory(Journal);
        else
            Environment.SetEnvironmentVariable(JournalVariable, Postgresql);
        string settings = JournalLocation.Settings("--postgresql", Journal, journal: null);
        foreach (JournalStore store in JournalStore.Of(
            NodeConfig.OfNode(ConfigurationFactory.ParseString(settings)), withTransfers: true))
            store.Make();
    }

    /// <summary>Options of every node.</summary>
    public IReadOnlyList<string> NodeOptions() =>
    [
        "--journal", Postgresql is null ? "sqlite" : "postgresql",
        "--journal-at", Postgresql is null ? Journal : $"env:{JournalVariable}",
        "--partition", Partition,
        "--config", WriteSettings(),
    ];

    /// <summary>Snapshots as often as a venue takes them in a day, in seconds.</summary>
    private string WriteSettings()
    {
        string path = Path.Combine(Folder, "nodes.conf");
        File.WriteAllText(
            path,
            $"""
            hypercall.engine.snapshot-every = {SnapshotEvery}
            hypercall.engine.snapshot-min-interval = 1s

            """);
        return path;
    }
}
