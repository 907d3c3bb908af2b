using static Akka.Cluster.ClusterEvent;

namespace Hypercall.Actors.Clustering.Downing;

/// <summary>Asks the cluster for its state at an interval, lets <see cref="DowningRule"/> decide and does as it says.
/// </summary>
internal sealed class DowningActor : ReceiveActor, IWithTimers
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
        Receive<Due>(_ => cluster.SendCurrentClusterState(Self));
        Receive<CurrentClusterState>(Judge);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart() => Timers.StartPeriodicTimer(nameof(Due), new Due(), Interval);

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

    private sealed class Due : INoSerializationVerificationNeeded;
}
