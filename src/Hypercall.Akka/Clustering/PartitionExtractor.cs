using Akka.Cluster.Sharding;

namespace Hypercall.Actors.Clustering;

/// <summary>
/// Where a message goes: partition = entity = shard, so that no two engines share a shard by accident and no hash
/// decides. Only the venue's own partitions are extracted: anything else would make an engine, and a journal, of a
/// typing error.
/// </summary>
/// <param name="partitions">The venue's partitions.</param>
internal sealed class PartitionExtractor(IEnumerable<string> partitions) : IMessageExtractor
{
    private readonly HashSet<string> _partitions = new(partitions, StringComparer.Ordinal);

    public string? EntityId(object message) =>
        message is IPartitionMessage { Partition: var partition } && _partitions.Contains(partition) ? partition : null;

    public object EntityMessage(object message) => message;

    public string? ShardId(object message) => EntityId(message);

    public string ShardId(string entityId, object? messageHint = null) => entityId;
}
