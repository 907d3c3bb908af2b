using System.Diagnostics.Metrics;
using Hypercall.Actors.Metrics;

namespace Hypercall.Actors.Hosting;

/// <summary>
/// The configured partitions in one actor system, without a cluster: owns their actors, passes each its messages with
/// their sender, and answers those for partitions that there are not. Ends with <see cref="StopEngine"/> once all its
/// partitions have drained.
/// </summary>
internal sealed class EmbeddedNode(HypercallSettings settings) : UntypedActor
{
    private readonly Dictionary<string, IActorRef> _partitions = new(StringComparer.Ordinal);
    private readonly Meter _meter = new(PartitionMetrics.MeterName);
    private bool _stopping;
    private int _running;

    public static Props PropsOf(HypercallSettings settings) => Props.Create(() => new EmbeddedNode(settings));

    protected override void PreStart()
    {
        foreach (string partition in settings.Partitions)
            Start(partition);
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case IPartitionMessage known when _partitions.TryGetValue(known.Partition, out IActorRef? partition):
                partition.Forward(message);
                break;
            case IPartitionRequest unknown:
                Sender.Tell(EngineUnavailable.NoSuchPartition(unknown.Partition, unknown.Token));
                break;
            case StopEngine:
                Stop();
                break;
            case Terminated:
                _running--;
                EndOnceAlone();
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    protected override void PostStop()
    {
        _meter.Dispose();
        base.PostStop();
    }

    private void Start(string partition)
    {
        var metrics = new PartitionMetrics(_meter, partition);
        PartitionSettings own = settings.For(partition) with { Metrics = metrics };
        IActorRef actor = Context.ActorOf(
            PartitionActor.Props(own), "partition-" + Uri.EscapeDataString(partition));
        Context.Watch(actor);
        _partitions.Add(partition, actor);
        _running++;
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

    private void EndOnceAlone()
    {
        if (_stopping && _running == 0)
            Context.Stop(Self);
    }
}
