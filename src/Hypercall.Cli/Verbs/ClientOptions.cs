namespace Hypercall.Cli.Verbs;

/// <summary>Options that several verbs have, above all those that talk to a cluster.</summary>
internal static class ClientOptions
{
    /// <summary>The partition of a venue that has one.</summary>
    public const string DefaultPartition = "main";

    /// <summary>How long an owner may take for what an operator asks of it.</summary>
    public static readonly TimeSpan OwnersPatience = TimeSpan.FromSeconds(30);

    /// <summary>What <c>--timeout</c> takes.</summary>
    public const double LeastSeconds = 0.1;

    /// <inheritdoc cref="LeastSeconds"/>
    public const double MostSeconds = 86_400;

    /// <summary>Nodes to talk to.</summary>
    public static Option<string[]> Nodes() => new("--node")
    {
        Description = "A node of the cluster, HOST:PORT; more than once for several: the next is used when one "
            + "is gone.",
        Required = true,
    };

    /// <summary>The partition.</summary>
    public static Option<string> Partition() => new("--partition")
    {
        Description = "The market partition.", DefaultValueFactory = _ => DefaultPartition,
    };

    /// <summary>A wallet.</summary>
    /// <param name="whose">What it is to the verb.</param>
    public static Option<WalletAddress> Wallet(string whose)
    {
        const string form = "0x and 40 lower-case hex digits";
        return new Option<WalletAddress>("--wallet")
        {
            Description = $"{whose}: {form}.",
            HelpName = "WALLET",
            Required = true,
            CustomParser = result =>
            {
                string text = result.Tokens[0].Value;
                if (!WalletAddress.TryParse(text, out WalletAddress address))
                    result.AddError($"--wallet '{text}' is no wallet address: {form}");
                return address;
            },
        };
    }

    /// <summary>Where the cluster's nodes have certificates, what this one proves itself with.</summary>
    public static Option<string?> Certificates() => new("--certificates")
    {
        Description = "Folder with node.pem, node.key and authority.pem (the verb certificates makes it); needed where "
            + "nodes have one.",
        HelpName = "FOLDER",
    };
}
