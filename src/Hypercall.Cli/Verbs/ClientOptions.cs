using System.CommandLine;

namespace Hypercall.Cli.Verbs;

/// <summary>Options of the verbs that talk to a cluster.</summary>
internal static class ClientOptions
{
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
}
