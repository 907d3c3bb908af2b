namespace Hypercall.Actors.Engine;

/// <summary>What a partition's actor gives the engines that it starts under one supervisor.</summary>
/// <param name="Generation">The supervisor's number, in every report.</param>
/// <param name="Owner">The partition's actor.</param>
/// <param name="Skips">The operator's skips.</param>
/// <param name="Snapshots">Which snapshots they may begin with.</param>
internal sealed record EngineIncarnation(
    int Generation, IActorRef Owner, IReadOnlyList<SkipRecord> Skips, SnapshotLimit Snapshots)
{
    /// <summary>False: the snapshot store is not even asked, the journal is replayed whole.</summary>
    public bool UsesSnapshots => Snapshots.Newest > 0;
}
