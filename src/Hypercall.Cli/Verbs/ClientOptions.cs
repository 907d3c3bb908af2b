using System.CommandLine;

namespace Hypercall.Cli.Verbs;

/// <summary>Options of the verbs that talk to a cluster.</summary>
internal static class ClientOptions
{
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
        Description = "The market partition.", DefaultValueFactory = _ => "main",
    };

    /// <summary>Where the cluster's nodes have certificates, what this one proves itself with.</summary>
    public static Option<string?> Certificates() => new("--certificates")
    {
        Description = "Folder with node.pem, node.key and authority.pem (the verb certificates makes it); needed where "
            + "nodes have one.",
        HelpName = "FOLDER",
    };
}
