using Akka.Cluster;
using Hypercall.Actors.Ownership;

namespace Hypercall.Actors.Clustering;

/// <summary>
/// Asks every reachable member for its parent, an owner that is about to fence or compares its clock. Answers once more
/// than half of the engine members have said that this node is one of them: a node that the cluster has put out, and
/// that does not know it yet, hears nobody. Without them it asks again when a round's time is up, not before. A host of
/// the journal's last epoch that no member knows is looked for where its name says that it is: a venue that lives keeps
/// its journal.
/// </summary>
internal sealed class MemberInquiry : ReceiveActor, IWithTimers
{
    private readonly PartitionSettings _settings;
    private readonly MemberInquirySettings _limits;
    private readonly Cluster _cluster = Cluster.Get(Context.System);
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly Func<HostTime> _clock;
    private readonly Dictionary<Address, WitnessAnswer> _answers = [];
    private readonly HashSet<Address> _asked = [];
    private AskMembers? _question;
    private ClockComparison _clocks;
    private HostTime _askedAt;
    private Address? _stranger;
    private bool _isSilent;
    private long _token;

    public MemberInquiry(PartitionSettings settings, MemberInquirySettings limits)
    {
        _settings = settings;
        _limits = limits;
        _clock = settings.Clock ?? Context.System.Scheduler.Read;
        _clocks = new ClockComparison(limits.MostClockDifferenceMs);
        Receive<AskMembers>(Begin);
        Receive<WitnessAnswer>(Take);
        Receive<Overdue>(TakeOverdue);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    private void Begin(AskMembers question)
    {
        _question = question;
        AskAll();
    }

    private void AskAll()
    {
        _answers.Clear();
        _asked.Clear();
        _stranger = null;
        _clocks = new ClockComparison(_limits.MostClockDifferenceMs);
        foreach (Member member in _cluster.State.Members.Except(_cluster.State.Unreachable).Where(IsUp))
            _asked.Add(member.Address);
        Ask(_asked);
    }

    private void Ask(IEnumerable<Address> nodes)
    {
        _token++;
        _askedAt = _clock();
        var query = new QueryWitness(
            _settings.Partition,
            _token,
            _cluster.SelfUniqueAddress.Uid,
            _settings.Sequencer.HostId,
            _question?.Owner ?? "");
        foreach (Address node in nodes)
            Context.ActorSelection(node + MemberWitness.Path).Tell(query, Self);
        Timers.StartSingleTimer(nameof(Overdue), new Overdue(_token), _limits.Patience);
    }

    private void Take(WitnessAnswer answer)
    {
        Address node = Sender.Path.Address.HasLocalScope ? _cluster.SelfAddress : Sender.Path.Address;
        if (answer.Token != _token || _question is not { } question || !_answers.TryAdd(node, answer))
            return;
        if (node != _cluster.SelfAddress && node != _stranger && answer.IsMember)
            _clocks.Add(answer.WallMs, _askedAt.WallMs, _clock().WallMs);
        if (node == _stranger || (_stranger is null && _answers.Count == _asked.Count && IsHeardByMajority()))
            Conclude(question);
    }

    private void TakeOverdue(Overdue overdue)
    {
        if (overdue.Token == _token && _question is { } question)
            Conclude(question);
    }

    private void Conclude(AskMembers question)
    {
        if (_stranger is { } stranger)
        {
            bool lives = _answers.TryGetValue(stranger, out WitnessAnswer? answer) && answer.HearsOwner;
            Tell(lives ? $"host '{question.Owner}' of epoch {question.Epoch} lives and is no member" : null);
        }
        else if (!IsHeardByMajority())
        {
            SayOnce();
            AskAll();
        }
        else if (IsOurs(question) || question.Owner is null)
        {
            Tell(null, mustNameOwner: !IsOurs(question));
        }
        else if (WhoseJournal(question) is { } foreign)
        {
            Tell(foreign);
        }
        else if (_stranger is null)
        {
            Tell(null);
        }
    }

    /// <summary>Why the journal is another venue's, or null; asks its last owner where only that can tell.</summary>
    private string? WhoseJournal(AskMembers question)
    {
        if (Seen()?.Epoch is { } known)
        {
            return $"the journal's epoch is {question.Epoch} of host '{question.Owner}', which is no member; "
                + $"this venue's last one is {known}";
        }

        if (HostNames.AddressOf(question.Owner, _cluster.SelfAddress) is { } owner)
        {
            _stranger = owner;
            Ask([owner]);
        }

        return null;
    }

    private bool IsOurs(AskMembers question) =>
        question.TakesOver
        || question.Epoch == 0
        || Seen()?.Epoch >= question.Epoch
        || IsMembers(question.Owner)
        || _answers.Values.Any(answer => answer.KnowsOwner);

    /// <summary>A member that was started anew has another name at the same place.</summary>
    private bool IsMembers(string? host) =>
        HostNames.AddressOf(host, _cluster.SelfAddress) is { } place
        && (place == _cluster.SelfAddress || _cluster.State.Members.Any(member => member.Address == place));

    private void Tell(string? foreign, bool mustNameOwner = false)
    {
        Timers.CancelAll();
        _isSilent = false;
        _question = null;
        Context.Parent.Tell(new MembersHeard(Seen(), _clocks, _askedAt, foreign, mustNameOwner));
    }

    private JournalMark? Seen() => _answers
        .Where(answer => answer.Key != _stranger && answer.Value.IsMember)
        .Select(answer => answer.Value.Seen)
        .Aggregate(
            (JournalMark?)null,
            (furthest, seen) =>
                furthest is { } before && seen is { } other ? before.Furthest(other) : furthest ?? seen);

    private bool IsHeardByMajority()
    {
        Address[] voters =
            [.. _cluster.State.Members.Where(IsUp).Where(IsEngine).Select(member => member.Address)];
        int heard = voters.Count(voter => _answers.TryGetValue(voter, out WitnessAnswer? answer) && answer.IsMember);
        return 2 * heard > voters.Length;
    }

    private void SayOnce()
    {
        if (!_isSilent)
            _log.Warning("partition {0} waits: most of the engine members do not answer", _settings.Partition);
        _isSilent = true;
    }

    private static bool IsUp(Member member) =>
        member.Status is MemberStatus.Up or MemberStatus.WeaklyUp or MemberStatus.Leaving;

    private static bool IsEngine(Member member) => member.HasRole(ClusterRoles.Engine);

    private sealed record Overdue(long Token) : INoSerializationVerificationNeeded;
}
