using Akka;
using Akka.Actor;
using Hypercall.Akka.Protocol;

namespace Hypercall.Akka.Clustering;

/// <summary>
/// A node's way in: passes partition messages to the region, keeping the sender, and answers those for partitions that
/// the venue does not have. Its child <see cref="DoorName"/> lives for as long as the node wants new clients: whoever
/// sends from outside watches it and goes to another node when it ends, while what is under way is still passed on.
/// </summary>
internal sealed class NodeEntry : UntypedActor
{
    /// <summary>Name of the child whose end says that the node leaves.</summary>
    public const string DoorName = "door";

    private readonly IActorRef _region;
    private readonly HashSet<string> _partitions;
    private readonly IActorRef _door = Context.ActorOf(global::Akka.Actor.Props.Create<Door>(), DoorName);

    public NodeEntry(IActorRef region, IEnumerable<string> partitions)
    {
        _region = region;
        _partitions = new HashSet<string>(partitions, StringComparer.Ordinal);
    }

    public static Props Props(IActorRef region, IReadOnlyList<string> partitions) =>
        global::Akka.Actor.Props.Create(() => new NodeEntry(region, partitions));

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case IPartitionMessage known when _partitions.Contains(known.Partition):
                _region.Forward(message);
                break;
            case IPartitionRequest unknown:
                Sender.Tell(new EngineUnavailable(
                    unknown.Partition,
                    unknown.Token,
                    PartitionState.Down,
                    0,
                    $"the venue has no partition '{unknown.Partition}'"));
                break;
            case CloseDoor:
                Context.Stop(_door);
                Sender.Tell(Done.Instance);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    /// <summary>The node leaves: new clients go elsewhere. Answered by <see cref="Done"/>.</summary>
    internal sealed class CloseDoor : INoSerializationVerificationNeeded
    {
        public static CloseDoor Instance { get; } = new();
    }

    private sealed class Door : UntypedActor
    {
        protected override void OnReceive(object message) => Unhandled(message);
    }
}
