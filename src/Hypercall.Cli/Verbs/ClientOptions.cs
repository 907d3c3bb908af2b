namespace Hypercall.Cli.Verbs;

/// <summary>Options that several verbs have, above all those that talk to a cluster.</summary>
internal static class ClientOptions
{
    /// <summary>The partition of a venue that has one.</summary>
    public const string DefaultPartition = "main";

    /// <summary>How long an owner may take for what an operator asks of it.</summary>
    public static readonly TimeSpan OwnersPatience = TimeSpan.FromSeconds(30);

    /// <summary>Nodes to talk to.</summary>
    public static Option<string[]> Nodes() => Options.Needed<string[]>(
        "--node",
        "A node of the cluster, HOST:PORT; more than once for several: the next is used when one is gone.");

    public static Option<string> Partition() => Options.WithDefault(
        "--partition", DefaultPartition, "The market partition.");

    /// <summary>How long to wait.</summary>
    /// <param name="seconds">Where it is left out.</param>
    public static Option<double> Timeout(double seconds, string says) =>
        Options.WithDefault("--timeout", seconds, says).Within(0.1, 86_400);

    /// <summary>A wallet.</summary>
    /// <param name="whose">What it is to the verb.</param>
    public static Option<WalletAddress> Wallet(string whose)
    {
        const string form = "0x and 40 lower-case hex digits";
        return Options.Read<WalletAddress>(
            "--wallet",
            $"{whose}: {form}.",
            "WALLET",
            text => WalletAddress.TryParse(text, out WalletAddress address) ? address : null,
            $"is no wallet address: {form}");
    }

    /// <summary>Where the cluster's nodes have certificates, what this one proves itself with.</summary>
    public static Option<string?> Certificates() => Options.Optional<string?>(
        "--certificates",
        "Folder with node.pem, node.key and authority.pem (the verb certificates makes it); needed where "
            + "nodes have one.",
        "FOLDER");
}
