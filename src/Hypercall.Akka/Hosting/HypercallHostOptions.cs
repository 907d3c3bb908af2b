using Akka.Actor;
using Akka.Configuration;

namespace Hypercall.Akka.Hosting;

/// <summary>How a host runs Hypercall.</summary>
public sealed record HypercallHostOptions
{
    /// <summary>Name of the actor system; the same on every node of a cluster.</summary>
    public string SystemName { get; set; } = "hypercall";

    /// <summary>The operator's settings, above those of hocon/.</summary>
    public Config Configuration { get; set; } = Config.Empty;

    /// <summary>
    /// Runs once the system is there, in place of starting the configured partitions in it: a cluster starts its shard
    /// region here.
    /// </summary>
    public Action<ActorSystem>? Start { get; set; }
}
