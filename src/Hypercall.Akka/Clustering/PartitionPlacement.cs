using System.Collections.Immutable;
using Akka.Cluster.Sharding;
using Hypercall.Actors.Transfers;

namespace Hypercall.Actors.Clustering;

/// <summary>
/// Where partitions live: on the engine node with the fewest, and there for as long as that node lives, unless it lets
/// one go. That one goes to a node that has not let go of it a little while ago. The transfer desks are placed as a
/// partition is, and count as none.
/// </summary>
/// <param name="released">Which nodes have let go of what.</param>
internal sealed class PartitionPlacement(ReleasedPartitions released) : IActorSystemDependentAllocationStrategy
{
    private const int MostMovedAtOnce = 1;
    private const double MostMovedPart = 0.1;

    private readonly IShardAllocationStrategy _fewest =
        ShardAllocationStrategy.LeastShardAllocationStrategy(MostMovedAtOnce, MostMovedPart);

    private Address _self = Address.AllSystems;

    public void Start(ActorSystem system)
    {
        _self = Akka.Cluster.Cluster.Get(system).SelfAddress;
        (_fewest as IActorSystemDependentAllocationStrategy)?.Start(system);
    }

    public Task<IActorRef> AllocateShard(
        IActorRef requester,
        string shardId,
        IImmutableDictionary<IActorRef, IImmutableList<string>> currentShardAllocations) =>
        _fewest.AllocateShard(requester, shardId, PartitionsOf(Candidates(shardId, currentShardAllocations)));

    public Task<IImmutableSet<string>> Rebalance(
        IImmutableDictionary<IActorRef, IImmutableList<string>> currentShardAllocations,
        IImmutableSet<string> rebalanceInProgress)
    {
        ImmutableHashSet<string>.Builder moved = ImmutableHashSet.CreateBuilder<string>(StringComparer.Ordinal);
        foreach ((IActorRef region, IImmutableList<string> shards) in currentShardAllocations)
        {
            foreach (string shard in shards)
            {
                if (!rebalanceInProgress.Contains(shard) && released.TakePending(shard, NodeOf(region)))
                    moved.Add(shard);
            }
        }

        return Task.FromResult<IImmutableSet<string>>(moved.ToImmutable());
    }

    /// <summary>Where every node has let go of it, the one for which that is longest ago.</summary>
    internal IImmutableDictionary<IActorRef, IImmutableList<string>> Candidates(
        string shardId, IImmutableDictionary<IActorRef, IImmutableList<string>> allocations)
    {
        IActorRef[] passedOver = [.. allocations.Keys.Where(region => released.HasReleased(shardId, NodeOf(region)))];
        if (passedOver.Length < allocations.Count)
            return allocations.RemoveRange(passedOver);
        IActorRef? longestAgo = passedOver.MinBy(region => released.LastRelease(shardId, NodeOf(region)));
        return allocations.RemoveRange(passedOver.Where(region => !region.Equals(longestAgo)));
    }

    private static ImmutableDictionary<IActorRef, IImmutableList<string>> PartitionsOf(
        IImmutableDictionary<IActorRef, IImmutableList<string>> allocations) => allocations.ToImmutableDictionary(
            region => region.Key, region => region.Value.Remove(TransferDesks.Name));

    private Address NodeOf(IActorRef region) =>
        region.Path.Address.HasLocalScope ? _self : region.Path.Address;
}
