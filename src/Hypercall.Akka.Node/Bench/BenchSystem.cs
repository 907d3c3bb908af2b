using Akka.Actor;
using Akka.Configuration;
using Hypercall.Akka.Engine;
using Hypercall.Akka.Hosting;

namespace Hypercall.Akka.Node.Bench;

/// <summary>An actor system for one measurement.</summary>
/// <param name="config">Its settings.</param>
internal sealed class BenchSystem(Config config) : IAsyncDisposable
{
    /// <summary>The system.</summary>
    public ActorSystem System { get; } = ActorSystem.Create("bench", config);

    /// <summary>How its partition runs.</summary>
    public PartitionSettings Settings => HypercallSystem.Prepare(System).For("main");

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await System.Terminate();
}
