using System.Text;
using Hypercall.Actors.Storage;

namespace Hypercall.Cli.Running;

/// <summary>What the command line says of a node, as the topmost layer of its settings.</summary>
/// <param name="Roles">The node's roles, at least one.</param>
/// <param name="Host">By which name others reach it.</param>
/// <param name="Port">Its TCP port.</param>
/// <param name="Seeds">Nodes to join, HOST:PORT; none: it begins a cluster.</param>
/// <param name="Journal">Journal of choice; null: what the settings say.</param>
/// <param name="JournalAt">Folder or connection string; null: what the settings say.</param>
/// <param name="Partitions">The venue's partitions; none: what the settings say.</param>
/// <param name="OtlpEndpoint">Where metrics go; null: what the settings say.</param>
/// <param name="Certificates">Folder of certificates; null: none.</param>
/// <param name="Memory">Where it keeps how far it has seen journals go; null: a journal's folder, else nowhere.</param>
/// <param name="TakesOver">Takes a journal that another venue owns.</param>
/// <param name="AcceptsLoss">Takes a journal that ends before what was seen of it.</param>
/// <param name="GatewayUrl">Where its gateway listens; null: what the settings say.</param>
internal sealed record NodeOptions(
    IReadOnlyList<string> Roles,
    string Host,
    int Port,
    IReadOnlyList<string> Seeds,
    string? Journal,
    string? JournalAt,
    IReadOnlyList<string> Partitions,
    string? OtlpEndpoint,
    string? Certificates,
    string? Memory = null,
    bool TakesOver = false,
    bool AcceptsLoss = false,
    string? GatewayUrl = null)
{
    /// <summary>The layer.</summary>
    /// <exception cref="Inputs.InputException">Options contradict each other, or an address is none.</exception>
    public Config ToConfig()
    {
        var text = new StringBuilder();
        Set(text, "hypercall.roles", Roles);
        Set(text, "akka.cluster.roles", Roles);
        Set(text, "akka.remote.dot-netty.tcp.hostname", NodeAddress.Host(Host));
        text.AppendLine($"akka.remote.dot-netty.tcp.port = {Port}");
        Set(text, "akka.cluster.seed-nodes", SeedAddresses());
        if (Partitions.Count > 0)
            Set(text, "hypercall.partitions", Partitions);
        if (OtlpEndpoint is not null)
            Set(text, "hypercall.metrics.otlp-endpoint", OtlpEndpoint);
        if (Certificates is not null)
            Set(text, "hypercall.wire.certificates", Certificates);
        if (GatewayUrl is not null)
            Set(text, "hypercall.gateway.url", GatewayUrl);
        if (TakesOver)
            Set(text, "hypercall.ownership.take-over", "on");
        if (AcceptsLoss)
            Set(text, "hypercall.ownership.accept-loss", "on");
        SetJournal(text);
        if (MemoryFolder() is { } folder)
            Set(text, "hypercall.cluster.memory-folder", folder);
        return ConfigurationFactory.ParseString(text.ToString());
    }

    private string? MemoryFolder()
    {
        bool isFolder = JournalAt is not null && !ConnectionText.IsOfServer(JournalAt);
        return Memory ?? (isFolder ? JournalAt : null);
    }

    /// <summary>A gateway reads no journal and needs none.</summary>
    private void SetJournal(StringBuilder text)
    {
        string? journal = Roles.All(role => role == "gateway") ? "memory" : Journal;
        if (journal is not null)
            Set(text, "hypercall.journal.choice", journal);
        if (JournalAt is not null && journal != "memory")
            text.Append(JournalLocation.Settings("--journal-at", JournalAt, journal));
    }

    private IReadOnlyList<string> SeedAddresses() => Seeds.Count == 0
        ? [AddressOf($"{Host}:{Port}")]
        : [.. Seeds.Select(AddressOf)];

    private string AddressOf(string node) => NodeAddress.Parse(node, Certificates is not null).ToString();

    private static void Set(StringBuilder text, string path, string value) =>
        text.AppendLine($"{path} = {HoconText.Quoted(value)}");

    private static void Set(StringBuilder text, string path, IReadOnlyList<string> values) =>
        text.AppendLine($"{path} = [{string.Join(", ", values.Select(HoconText.Quoted))}]");
}
