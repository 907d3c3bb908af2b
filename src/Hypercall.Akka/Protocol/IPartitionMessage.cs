namespace Hypercall.Actors.Protocol;

/// <summary>
/// A message to the owner of a market partition, wherever it runs: tell it to the partition's actor, to a shard region
/// or to a proxy of one. The partition is also the engine's id and the shard's.
/// </summary>
public interface IPartitionMessage : IHypercallMessage
{
    /// <summary>The partition, 1 to 64 bytes of UTF-8.</summary>
    string Partition { get; }
}
