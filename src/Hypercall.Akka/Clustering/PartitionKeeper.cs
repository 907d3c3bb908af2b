using Hypercall.Actors.Transfers;

namespace Hypercall.Actors.Clustering;

/// <summary>
/// Asks for every partition, and the transfer desks, at an interval, on each engine node: an entity starts with its
/// first message, so this is what gives it an owner at the start and after a failover. What it hears goes into the log
/// where it changed.
/// </summary>
internal sealed class PartitionKeeper : ReceiveActor, IWithTimers
{
    private readonly TimeSpan _interval;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly Dictionary<string, Heard> _heard = new(StringComparer.Ordinal);

    public PartitionKeeper(IActorRef region, ClusterSettings settings)
    {
        _interval = settings.KeepAliveInterval;
        Receive<Due>(_ =>
        {
            foreach (string partition in settings.Partitions)
                region.Tell(new QueryHealth(partition, 0));
            if (settings.Partitions.Count > 1)
                region.Tell(new QueryHealth(TransferDesks.Name, 0));
        });
        Receive<PartitionHealth>(Hear);
    }

    private readonly record struct Heard(Address Owner, PartitionState State, long Epoch);

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart() => Timers.StartPeriodicTimer(
        nameof(Due), new Due(), TimeSpan.Zero, _interval);

    private void Hear(PartitionHealth health)
    {
        Address owner = Sender.Path.Address.HasLocalScope
            ? Akka.Cluster.Cluster.Get(Context.System).SelfAddress
            : Sender.Path.Address;
        var heard = new Heard(owner, health.State, health.Epoch);
        if (_heard.TryGetValue(health.Partition, out Heard before) && before == heard)
            return;
        _heard[health.Partition] = heard;
        string cause = health.State is PartitionState.Down or PartitionState.Unavailable && health.Stop is { } stop
            ? $", {stop.Reason}: {stop.Detail}"
            : string.Empty;
        if (health.Partition == TransferDesks.Name)
        {
            _log.Info("the transfer desks are {0} at {1}{2}", health.State, owner, cause);
            return;
        }

        _log.Info(
            "partition {0} is {1} at {2}, epoch {3}, sequence {4}{5}",
            health.Partition,
            health.State,
            owner,
            health.Epoch,
            health.Sequence,
            cause);
    }

    private sealed class Due : INoSerializationVerificationNeeded;
}
