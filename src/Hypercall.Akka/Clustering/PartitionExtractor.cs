using Akka.Cluster.Sharding;
using Hypercall.Actors.Transfers;

namespace Hypercall.Actors.Clustering;

/// <summary>
/// Where a message goes: partition = entity = shard, so that no two engines share a shard by accident and no hash
/// decides. Only the venue's own partitions are extracted, and its desks: anything else would make an engine, and a
/// journal, of a typing error.
/// </summary>
/// <param name="partitions">The venue's partitions; two or more have desks between them.</param>
internal sealed class PartitionExtractor(IReadOnlyCollection<string> partitions) : IMessageExtractor
{
    private readonly HashSet<string> _entities = new(
        partitions.Count > 1 ? [.. partitions, TransferDesks.Name] : partitions, StringComparer.Ordinal);

    public string? EntityId(object message)
    {
        string? entity = message switch
        {
            IPartitionMessage { Partition: var partition } => partition,
            TransferCash or QueryTransfers or EndTransfer => TransferDesks.Name,
            _ => null,
        };
        return entity is not null && _entities.Contains(entity) ? entity : null;
    }

    public object EntityMessage(object message) => message;

    public string? ShardId(object message) => EntityId(message);

    public string ShardId(string entityId, object? messageHint = null) => entityId;
}
