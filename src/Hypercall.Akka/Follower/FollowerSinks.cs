using Akka.Actor.Setup;

namespace Hypercall.Actors.Follower;

/// <summary>Part of an actor system's setup: who keeps what the followers of its view node apply.</summary>
/// <param name="sinkOf">Makes a partition's sink, once for each life of its follower; null: none.</param>
public sealed class FollowerSinks(Func<string, IFollowerSink?> sinkOf) : Setup
{
    /// <summary>A partition's sink, or null.</summary>
    public IFollowerSink? Of(string partition) => sinkOf(partition);
}
