using Akka;
using Akka.Actor;
using Hypercall.Akka.Protocol;

namespace Hypercall.Akka.Clustering;

/// <summary>
/// A node's way in: passes partition messages to the region, keeping the sender, and answers those for partitions that
/// the venue does not have. Its child <see cref="DoorName"/> lives for as long as the node takes requests: whoever
/// sends from outside watches it and goes to another node when it ends. From then on the node refuses, or what it
/// takes would hold up its own end.
/// </summary>
internal sealed class NodeEntry : UntypedActor
{
    /// <summary>Name of the child whose end says that the node leaves.</summary>
    public const string DoorName = "door";

    private const long RetryAfterMs = 100;

    private readonly IActorRef _region;
    private readonly HashSet<string> _partitions;
    private readonly IActorRef _door = Context.ActorOf(global::Akka.Actor.Props.Create<Door>(), DoorName);
    private bool _leaves;

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
            case IPartitionMessage known when !_leaves && _partitions.Contains(known.Partition):
                _region.Forward(message);
                break;
            case IPartitionRequest request when _leaves:
                Refuse(request, PartitionState.Stopping, RetryAfterMs, "this node leaves");
                break;
            case IPartitionRequest unknown:
                Refuse(unknown, PartitionState.Down, 0, $"the venue has no partition '{unknown.Partition}'");
                break;
            case CloseDoor:
                _leaves = true;
                Context.Stop(_door);
                Sender.Tell(Done.Instance);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void Refuse(IPartitionRequest request, PartitionState state, long retryAfterMs, string detail) =>
        Sender.Tell(new EngineUnavailable(request.Partition, request.Token, state, retryAfterMs, detail));

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
