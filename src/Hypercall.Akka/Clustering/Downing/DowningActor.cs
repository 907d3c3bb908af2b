using Akka.Actor;
using Akka.Event;
using static Akka.Cluster.ClusterEvent;

namespace Hypercall.Actors.Clustering.Downing;

/// <summary>Asks the cluster for its state at an interval, lets <see cref="DowningRule"/> decide and does as it says.
/// </summary>
internal sealed class DowningActor : UntypedActor, IWithTimers
{
    /// <summary>Short beside what is waited for, so that it adds little to an outage.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private readonly Akka.Cluster.Cluster _cluster;
    private readonly DowningRule _rule;
    private readonly MemberWatch _watch;
    private readonly Complaints _complaints;
    private readonly ILoggingAdapter _log = Context.GetLogger();

    public DowningActor(Akka.Cluster.Cluster cluster, TimeSpan stableAfter)
    {
        _cluster = cluster;
        _rule = new DowningRule((long)stableAfter.TotalMilliseconds);
        _watch = new MemberWatch(cluster.SelfAddress);
        _complaints = new Complaints(cluster);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(Akka.Cluster.Cluster cluster, TimeSpan stableAfter) =>
        Akka.Actor.Props.Create(() => new DowningActor(cluster, stableAfter));

    protected override void PreStart() => Timers.StartPeriodicTimer(nameof(Due), Due.Instance, Interval);

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Due:
                _cluster.SendCurrentClusterState(Self);
                break;
            case CurrentClusterState state:
                Judge(state);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void Judge(CurrentClusterState state)
    {
        long nowMs = (long)Context.System.Scheduler.MonotonicClock.TotalMilliseconds;
        IReadOnlyList<MemberView> members = _watch.Observe(
            state, _complaints.Read(), _cluster.FailureDetector.IsAvailable, nowMs);
        DowningVerdict verdict = _rule.Decide(members, _watch.OrphanedMs(members, nowMs));
        if (verdict.Nodes.Count == 0)
            return;
        _log.Warning(
            "puts out {0}: {1}", string.Join(", ", verdict.Nodes.Select(node => node.Address)), verdict.Reason);
        foreach (Akka.Cluster.UniqueAddress node in verdict.Nodes)
            _cluster.Down(node.Address);
    }

    private sealed class Due : INoSerializationVerificationNeeded
    {
        public static Due Instance { get; } = new();
    }
}
