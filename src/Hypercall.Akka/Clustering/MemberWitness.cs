using Akka.Cluster;
using Akka.Cluster.Tools.PublishSubscribe;
using Hypercall.Actors.Ownership;

namespace Hypercall.Actors.Clustering;

/// <summary>
/// A node's memory of the venue's journals, on every node: how far it has seen each go, and which hosts have been
/// members. Answers whoever is about to take one over, and hears which partitions are let go of.
/// </summary>
internal sealed class MemberWitness : ReceiveActor
{
    /// <summary>Name of the actor.</summary>
    public const string Name = "hypercall-witness";

    /// <summary>Its path in each node's system.</summary>
    public const string Path = "/user/" + Name;

    /// <summary>The topic of what members tell each other.</summary>
    public const string Topic = "hypercall-members";

    /// <summary>An owner is heard at least each second, its heartbeats' interval.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan WriteInterval = TimeSpan.FromSeconds(1);

    private readonly Cluster _cluster = Cluster.Get(Context.System);
    private readonly ITimeProvider _time = Context.System.Scheduler;
    private readonly Func<HostTime> _clock;
    private readonly HashSet<string> _hosts;
    private readonly Dictionary<string, Heard> _heard = new(StringComparer.Ordinal);
    private readonly ReadyOwners _readyOwners;
    private readonly JournalMemory _memory;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private TimeSpan? _writtenAt;
    private bool _cannotWrite;

    public MemberWitness(
        PartitionSettings settings, ReleasedPartitions released, ReadyOwners readyOwners, JournalMemory memory)
    {
        _readyOwners = readyOwners;
        _memory = memory;
        foreach ((string partition, JournalMark mark) in memory.Read())
            _heard[partition] = new Heard(mark, null);
        _clock = settings.Clock ?? Context.System.Scheduler.Read;
        _hosts = new HashSet<string>(StringComparer.Ordinal) { settings.Sequencer.HostId };
        Receive<JournalMarked>(Remember);
        Receive<QueryWitness>(Answer);
        Receive<ReleasePartition>(release => released.Add(release.Partition, Address.Parse(release.Node)));
        Receive<SubscribeAck>(_ => { });
    }

    private readonly record struct Heard(JournalMark Mark, TimeSpan? At);

    protected override void PreStart() =>
        DistributedPubSub.Get(Context.System).Mediator.Tell(
            new Akka.Cluster.Tools.PublishSubscribe.Subscribe(Topic, Self));

    protected override void PostStop()
    {
        if (_writtenAt is not null)
            Write(_time.MonotonicClock);
        base.PostStop();
    }

    private void Remember(JournalMarked marked)
    {
        _readyOwners.Add(marked.Partition);
        JournalMark mark = marked.Replaces || !_heard.TryGetValue(marked.Partition, out Heard before)
            ? marked.Mark
            : before.Mark.Furthest(marked.Mark);
        TimeSpan now = _time.MonotonicClock;
        _heard[marked.Partition] = new Heard(mark, now);
        if (marked.Replaces || _writtenAt is not { } writtenAt || now - writtenAt >= WriteInterval)
            Write(now);
    }

    /// <summary>
    /// A mark that is not written is missed only where all nodes are started anew and the journal went back.
    /// </summary>
    private void Write(TimeSpan now)
    {
        _writtenAt = now;
        try
        {
            _memory.Write(_heard.Select(heard => KeyValuePair.Create(heard.Key, heard.Value.Mark)));
            _cannotWrite = false;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            if (!_cannotWrite)
                _log.Warning("what was seen of the journals cannot be written: {0}", exception.Message);
            _cannotWrite = true;
        }
    }

    private void Answer(QueryWitness query)
    {
        bool isMember = IsMember(query);
        if (isMember)
            _hosts.Add(query.AskerHost);
        bool hasHeard = _heard.TryGetValue(query.Partition, out Heard heard);
        Sender.Tell(new WitnessAnswer(
            query.Partition,
            query.Token,
            isMember,
            _hosts.Contains(query.Owner),
            hasHeard ? heard.Mark : null,
            heard.At is { } at && _time.MonotonicClock - at < Silence,
            _clock().WallMs));
    }

    private bool IsMember(QueryWitness query)
    {
        Address asker = Sender.Path.Address.HasLocalScope ? _cluster.SelfAddress : Sender.Path.Address;
        return _cluster.State.Members.Any(member =>
            member.UniqueAddress.Address == asker
            && member.UniqueAddress.Uid == query.AskerUid
            && member.Status is MemberStatus.Up or MemberStatus.WeaklyUp or MemberStatus.Leaving);
    }
}
