using Akka;
using Hypercall.Actors.Transfers;

namespace Hypercall.Actors.Clustering;

/// <summary>
/// A node's way in: passes partition messages to the region and transfers to the desks, keeping the sender, and answers
/// those for partitions that the venue does not have. Its child <see cref="DoorName"/> lives for as long as the node
/// takes requests: whoever sends from outside watches it and goes to another node when it ends. From then on the node
/// refuses, or what it takes would hold up its own end.
/// </summary>
internal sealed class NodeEntry(IActorRef region, IActorRef transfers, IEnumerable<string> partitions) : UntypedActor
{
    /// <summary>Name of the child whose end says that the node leaves.</summary>
    public const string DoorName = "door";

    private const long RetryAfterMs = 100;

    private readonly HashSet<string> _partitions = new(partitions, StringComparer.Ordinal);
    private readonly IActorRef _door = Context.ActorOf(Akka.Actor.Props.Create<Door>(), DoorName);
    private bool _leaves;

    public static Props Props(IActorRef region, IActorRef transfers, IReadOnlyList<string> partitions) =>
        Akka.Actor.Props.Create(() => new NodeEntry(region, transfers, partitions));

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case IPartitionMessage known when !_leaves && _partitions.Contains(known.Partition):
                region.Forward(message);
                break;
            case IPartitionRequest request when _leaves:
                RefuseForNow(request.Partition, request.Token);
                break;
            case IPartitionRequest unknown:
                Sender.Tell(EngineUnavailable.NoSuchPartition(unknown.Partition, unknown.Token));
                break;
            case TransferCash transfer:
                Take(transfer);
                break;
            case QueryTransfers query when transfers.IsNobody():
                Sender.Tell(new StuckTransfers(query.Token, [], 0));
                break;
            case EndTransfer end when transfers.IsNobody():
                RefuseForGood(end.From, end.Token, "a venue of one partition has no transfers");
                break;
            case QueryTransfers or EndTransfer:
                transfers.Forward(message);
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

    private void Take(TransferCash transfer)
    {
        if (_leaves)
            RefuseForNow(transfer.From, transfer.Token);
        else if (WhyNever(transfer) is { } why)
            RefuseForGood(transfer.From, transfer.Token, why);
        else
            transfers.Forward(transfer);
    }

    private string? WhyNever(TransferCash transfer)
    {
        if (!_partitions.Contains(transfer.From))
            return NoSuch(transfer.From);
        if (!_partitions.Contains(transfer.To))
            return NoSuch(transfer.To);
        return transfer.From == transfer.To ? "cash moves between two partitions" : null;
    }

    private void RefuseForNow(string partition, long token) => Sender.Tell(new EngineUnavailable(
        partition, token, PartitionState.Stopping, RetryAfterMs, "this node leaves"));

    private void RefuseForGood(string partition, long token, string why) =>
        Sender.Tell(new EngineUnavailable(partition, token, PartitionState.Down, 0, why));

    private static string NoSuch(string partition) => $"the venue has no partition '{partition}'";

    /// <summary>The node leaves: new clients go elsewhere. Answered by <see cref="Done"/>.</summary>
    internal sealed class CloseDoor : INoSerializationVerificationNeeded;

    private sealed class Door : UntypedActor
    {
        protected override void OnReceive(object message) => Unhandled(message);
    }
}
