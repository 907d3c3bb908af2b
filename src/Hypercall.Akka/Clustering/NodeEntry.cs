using Akka;
using Hypercall.Actors.Transfers;

namespace Hypercall.Actors.Clustering;

/// <summary>
/// A node's way in: passes messages for partitions and for the transfer desks to the region, keeping the sender, and
/// answers those for partitions that the venue does not have. Its child <see cref="DoorName"/> lives for as long as the
/// node takes requests: whoever sends from outside watches it and goes to another node when it ends. From then on the
/// node refuses, or what it takes would hold up its own end.
/// </summary>
internal sealed class NodeEntry : ReceiveActor
{
    /// <summary>Name of the child whose end says that the node leaves.</summary>
    public const string DoorName = "door";

    private readonly IActorRef _region;
    private readonly HashSet<string> _partitions;
    private readonly IActorRef _door = Context.ActorOf(Akka.Actor.Props.Create<Door>(), DoorName);
    private bool _leaves;

    public NodeEntry(IActorRef region, IEnumerable<string> partitions)
    {
        _region = region;
        _partitions = new HashSet<string>(partitions, StringComparer.Ordinal);
        bool hasDesks = _partitions.Count > 1;
        Receive<IPartitionMessage>(known => !_leaves && _partitions.Contains(known.Partition), region.Forward);
        Receive<QueryHealth>(
            query => !_leaves && query.Partition == TransferDesks.Name && hasDesks, region.Forward);
        Receive<IPartitionRequest>(_ => _leaves, request => Refuse(request.Partition, request.Token));
        Receive<IPartitionRequest>(unknown =>
            Sender.Tell(EngineUnavailable.NoSuchPartition(unknown.Partition, unknown.Token)));
        Receive<TransferCash>(Take);
        Receive<QueryTransfers>(
            _ => !hasDesks, query => Sender.Tell(new StuckTransfers(query.Token, [], 0)));
        Receive<EndTransfer>(
            _ => !hasDesks,
            end => Sender.Tell(EngineUnavailable.ForGood(
                end.From, end.Token, "a venue of one partition has no transfers")));
        Receive<EndTransfer>(_ => _leaves, end => Refuse(end.From, end.Token));
        Receive<QueryTransfers>(_ => !_leaves, region.Forward);
        Receive<EndTransfer>(region.Forward);
        Receive<CloseDoor>(_ => Leave());
    }

    private void Leave()
    {
        _leaves = true;
        Context.Stop(_door);
        Sender.Tell(Done.Instance);
    }

    private void Take(TransferCash transfer)
    {
        if (_leaves)
            Refuse(transfer.From, transfer.Token);
        else if (WhyNever(transfer) is { } why)
            Sender.Tell(EngineUnavailable.ForGood(transfer.From, transfer.Token, why));
        else
            _region.Forward(transfer);
    }

    private string? WhyNever(TransferCash transfer)
    {
        if (!_partitions.Contains(transfer.From))
            return NoSuch(transfer.From);
        if (!_partitions.Contains(transfer.To))
            return NoSuch(transfer.To);
        return transfer.From == transfer.To ? "cash moves between two partitions" : null;
    }

    private void Refuse(string partition, long token) =>
        Sender.Tell(EngineUnavailable.ForNow(partition, token, "this node leaves"));

    private static string NoSuch(string partition) => $"the venue has no partition '{partition}'";

    /// <summary>The node leaves: new clients go elsewhere. Answered by <see cref="Done"/>.</summary>
    internal sealed class CloseDoor : INoSerializationVerificationNeeded;

    private sealed class Door : ReceiveActor;
}
