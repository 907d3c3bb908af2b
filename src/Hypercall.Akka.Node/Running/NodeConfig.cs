using Akka.Configuration;
using Hypercall.Akka.Hosting;

namespace Hypercall.Akka.Node.Running;

/// <summary>The settings of node processes and of the commands that talk to them.</summary>
internal static class NodeConfig
{
    private const string Resource = "node.conf";

    /// <summary>A node's settings: hocon/, then this program's own, then the operator's.</summary>
    /// <param name="operators">Command line and file.</param>
    public static Config OfNode(Config operators) => HypercallConfig.Compose(operators.WithFallback(Own()));

    /// <summary>
    /// Settings of a system that talks to a cluster without being a member. Standard output is for results alone: what
    /// Akka has to say before its loggers start and after they end would come there.
    /// </summary>
    public static Config OfClient()
    {
        const string text = """
            akka.actor.provider = remote
            akka.loglevel = WARNING
            akka.stdout-loglevel = OFF
            hypercall.journal.choice = memory
            """;
        return HypercallConfig.Compose(ConfigurationFactory.ParseString(text)
            .WithFallback(Own())
            .WithFallback(HypercallConfig.Load("cluster.conf")));
    }

    private static Config Own()
    {
        using Stream stream = typeof(NodeConfig).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"the program carries no {Resource}");
        using var text = new StreamReader(stream);
        return ConfigurationFactory.ParseString(text.ReadToEnd());
    }
}
