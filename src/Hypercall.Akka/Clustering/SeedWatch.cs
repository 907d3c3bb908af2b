using Akka.Cluster;

namespace Hypercall.Actors.Clustering;

/// <summary>
/// Runs on the first seed, the one node that begins a cluster of its own where it reaches no other seed: one that was
/// started anew while it was cut off would stand beside its venue for ever. While another seed is no member, asks it
/// whether it hears a partition's owner; where it does and this node hears none, this one leaves, ends, and joins anew.
/// </summary>
internal sealed class SeedWatch : ReceiveActor, IWithTimers
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    /// <summary>So many times in a row: while a partition changes its owner a node hears none for a moment.</summary>
    private const int Rounds = 3;

    private readonly IReadOnlyList<string> _partitions;
    private readonly string _hostId;
    private readonly Cluster _cluster = Cluster.Get(Context.System);
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly Dictionary<Address, bool> _hears = [];
    private long _token;
    private int _rounds;

    public SeedWatch(IReadOnlyList<string> partitions, string hostId)
    {
        (_partitions, _hostId) = (partitions, hostId);
        Receive<Due>(_ => AskAgain());
        Receive<WitnessAnswer>(Take);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>Whether a node has to be watched over: it is the first of several seeds.</summary>
    public static bool IsFor(Cluster cluster) =>
        cluster.Settings.SeedNodes is [{ } first, _, ..] && first == cluster.SelfAddress;

    protected override void PreStart() => Timers.StartPeriodicTimer(nameof(Due), new Due(), Interval);

    private void AskAgain()
    {
        Judge();
        _hears.Clear();
        _token++;
        Address[] strangers = [.. _cluster.Settings.SeedNodes.Where(IsStranger)];
        if (strangers.Length == 0 || _cluster.State.Members.All(member => !IsSelfUp(member)))
            return;
        foreach (Address node in strangers.Append(_cluster.SelfAddress))
        {
            foreach (string partition in _partitions)
                Context.ActorSelection(node + MemberWitness.Path).Tell(new QueryWitness(
                    partition, _token, _cluster.SelfUniqueAddress.Uid, _hostId, ""));
        }
    }

    private bool IsSelfUp(Member member) =>
        member.Address == _cluster.SelfAddress && member.Status == MemberStatus.Up;

    private bool IsStranger(Address seed) =>
        seed != _cluster.SelfAddress && _cluster.State.Members.All(member => member.Address != seed);

    private void Take(WitnessAnswer answer)
    {
        if (answer.Token != _token)
            return;
        Address sender = Sender.Path.Address;
        Address node = sender.HasLocalScope ? _cluster.SelfAddress : sender;
        _hears[node] = answer.HearsOwner || _hears.GetValueOrDefault(node);
    }

    /// <summary>Both have had the whole interval to answer.</summary>
    private void Judge()
    {
        Address? other = _hears.FirstOrDefault(seed => seed.Value && IsStranger(seed.Key)).Key;
        bool isBeside = other is not null && _hears.TryGetValue(_cluster.SelfAddress, out bool hears) && !hears;
        _rounds = isBeside ? _rounds + 1 : 0;
        if (_rounds < Rounds)
            return;
        _log.Warning("{0}, a seed of this node, is in the cluster that owns the venue: this node joins anew", other);
        Timers.CancelAll();
        _cluster.Down(_cluster.SelfAddress);
    }

    private sealed class Due : INoSerializationVerificationNeeded;
}
