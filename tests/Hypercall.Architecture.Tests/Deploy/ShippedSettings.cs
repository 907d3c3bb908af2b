using Akka.Configuration;

namespace Hypercall.Architecture.Tests.Deploy;

/// <summary>The settings that the source tree ships, all files of hocon/ and the program's own.</summary>
internal static class ShippedSettings
{
    private static readonly string[] TopFirst =
        ["src/Hypercall.Cli/Running/node.conf", "hocon/cluster.conf", "hocon/reference.conf"];

    /// <summary>All of them as one.</summary>
    public static Config All { get; } = TopFirst
        .Where(file => File.Exists(Repository.PathOf(file)))
        .Select(file => ConfigurationFactory.ParseString(File.ReadAllText(Repository.PathOf(file))))
        .Aggregate((above, below) => above.WithFallback(below));

    /// <summary>How long a node may take from SIGTERM to its end: the phases in which it drains and hands over.</summary>
    public static TimeSpan LongestEnd { get; } = new[] { "cluster-sharding-shutdown-region", "service-stop" }
        .Select(phase => All.GetTimeSpan($"akka.coordinated-shutdown.phases.{phase}.timeout"))
        .Aggregate((one, other) => one + other);
}
