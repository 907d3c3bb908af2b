using System.Diagnostics.Metrics;
using Hypercall.Actors.Metrics;

namespace Hypercall.Actors.Hosting;

/// <summary>
/// The configured partitions in one actor system, without a cluster: owns their actors, passes each its messages with
/// their sender, and answers those for partitions that there are not. Ends with <see cref="StopEngine"/> once all its
/// partitions have drained.
/// </summary>
internal sealed class EmbeddedNode : ReceiveActor
{
    private readonly HypercallSettings _settings;
    private readonly Dictionary<string, IActorRef> _partitions = new(StringComparer.Ordinal);
    private readonly Meter _meter = new(PartitionMetrics.MeterName);
    private bool _stopping;

    public EmbeddedNode(HypercallSettings settings)
    {
        _settings = settings;
        Receive<IPartitionMessage>(
            known => _partitions.ContainsKey(known.Partition), known => _partitions[known.Partition].Forward(known));
        Receive<IPartitionRequest>(ended => settings.Partitions.Contains(ended.Partition), ended =>
            Sender.Tell(EngineUnavailable.ForNow(ended.Partition, ended.Token, "this system ends")));
        Receive<IPartitionRequest>(unknown =>
            Sender.Tell(EngineUnavailable.NoSuchPartition(unknown.Partition, unknown.Token)));
        Receive<StopEngine>(_ => Stop());
        Receive<Terminated>(ended => TakeEnd(ended.ActorRef));
    }

    protected override void PreStart()
    {
        foreach (string partition in _settings.Partitions)
            Start(partition);
    }

    protected override void PostStop()
    {
        _meter.Dispose();
        base.PostStop();
    }

    private void Start(string partition)
    {
        var metrics = new PartitionMetrics(_meter, partition);
        PartitionSettings own = _settings.For(partition) with { Metrics = metrics };
        IActorRef actor = Context.ActorOf(
            PartitionActor.Props(own), "partition-" + Uri.EscapeDataString(partition));
        Context.Watch(actor);
        _partitions.Add(partition, actor);
    }

    private void Stop()
    {
        if (_stopping)
            return;
        _stopping = true;
        foreach (IActorRef partition in _partitions.Values)
            partition.Tell(new StopEngine());
        EndOnceAlone();
    }

    private void TakeEnd(IActorRef ended)
    {
        _partitions.Remove(_partitions.First(partition => partition.Value.Equals(ended)).Key);
        EndOnceAlone();
    }

    private void EndOnceAlone()
    {
        if (_stopping && _partitions.Count == 0)
            Context.Stop(Self);
    }
}
