namespace Hypercall.Actors.Hosting;

/// <summary>
/// Key in Akka.Hosting's ActorRegistry of who takes partition messages for any of the venue's partitions: the shard
/// region or its proxy in a cluster, what <see cref="HypercallSystem.StartPartitions"/> started outside.
/// </summary>
public abstract class PartitionRegion;
