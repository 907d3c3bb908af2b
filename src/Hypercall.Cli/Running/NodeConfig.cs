using Microsoft.Data.Sqlite;

namespace Hypercall.Cli.Running;

/// <summary>The settings of node processes and of the commands that talk to them.</summary>
internal static class NodeConfig
{
    private const string Resource = "node.conf";

    /// <summary>A node's settings: hocon/, then this program's own, then the operator's.</summary>
    /// <param name="operators">Command line and file.</param>
    public static Config OfNode(Config operators) => HypercallConfig.Compose(
        operators.WithFallback(Own()));

    /// <summary>
    /// Settings of a system that talks to a cluster without being a member. Standard output is for results alone: what
    /// Akka has to say before its loggers start and after they end would come there.
    /// </summary>
    /// <param name="certificates">Folder of certificates; null: none.</param>
    public static Config OfClient(string? certificates = null)
    {
        string text = $"""
            hypercall.wire.certificates = {HoconText.Quoted(certificates ?? string.Empty)}
            akka.loglevel = WARNING
            akka.stdout-loglevel = OFF
            akka.coordinated-shutdown.run-by-clr-shutdown-hook = off
            """;
        return HypercallConfig.ComposeClient(ConfigurationFactory.ParseString(text).WithFallback(Own()));
    }

    /// <summary>
    /// Settings of an engine in this process on files in a folder. What ends it is told by the verb, in one line.
    /// </summary>
    /// <exception cref="InputException">A database is named, not a folder.</exception>
    public static Config OfEmbedded(string directory, string partition)
    {
        JournalLocation.RequireFolder(directory);
        Directory.CreateDirectory(directory);
        const string text = """
            akka.loglevel = OFF
            akka.stdout-loglevel = OFF
            akka.coordinated-shutdown.run-by-clr-shutdown-hook = off
            akka.coordinated-shutdown.exit-clr = off
            """;
        return HypercallConfig.Compose(ConfigurationFactory.ParseString(
                $"{text}\nhypercall.partitions = [{HoconText.Quoted(partition)}]\n{SqliteFiles(directory)}")
            .WithFallback(Own()));
    }

    /// <summary>The settings that put every file of a SQLite journal into a folder.</summary>
    public static string SqliteFiles(string directory) => $"""
        hypercall.journal.choice = sqlite
        hypercall.journal.sqlite.connection-string = {File(directory, "akka-journal.db")}
        hypercall.snapshots.sqlite.connection-string = {File(directory, "akka-snapshots.db")}
        hypercall.transfers.sqlite.connection-string = {File(directory, "akka-transfers.db")}

        """;

    private static string File(string directory, string name) =>
        HoconText.Quoted(new SqliteConnectionStringBuilder { DataSource = Path.Combine(directory, name) }.ToString());

    private static Config Own()
    {
        using Stream stream = typeof(NodeConfig).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"the program carries no {Resource}");
        using var text = new StreamReader(stream);
        return ConfigurationFactory.ParseString(text.ReadToEnd());
    }
}
