using static Akka.Cluster.ClusterEvent;

namespace Hypercall.Actors.Clustering.Downing;

/// <summary>Asks the cluster for its state at an interval, lets <see cref="DowningRule"/> decide and does as it says.
/// </summary>
internal sealed class DowningActor(Akka.Cluster.Cluster cluster, TimeSpan stableAfter) : UntypedActor, IWithTimers
{
    /// <summary>Short beside what is waited for, so that it adds little to an outage.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private readonly DowningRule _rule = new((long)stableAfter.TotalMilliseconds);
    private readonly MemberWatch _watch = new(cluster.SelfAddress);
    private readonly Complaints _complaints = new(cluster);
    private readonly ILoggingAdapter _log = Context.GetLogger();

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart() => Timers.StartPeriodicTimer(nameof(Due), new Due(), Interval);

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Due:
                cluster.SendCurrentClusterState(Self);
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
            state, _complaints.Read(), cluster.FailureDetector.IsAvailable, nowMs);
        DowningVerdict verdict = _rule.Decide(members, _watch.OrphanedMs(members, nowMs));
        if (verdict.Nodes.Count == 0)
            return;
        _log.Warning(
            "puts out {0}: {1}", string.Join(", ", verdict.Nodes.Select(node => node.Address)), verdict.Reason);
        foreach (Akka.Cluster.UniqueAddress node in verdict.Nodes)
            cluster.Down(node.Address);
    }

    private sealed class Due : INoSerializationVerificationNeeded;
}
