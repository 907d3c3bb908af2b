namespace Hypercall.Actors.Engine;

/// <summary>What a partition's actor gives an engine that it starts.</summary>
/// <param name="Generation">The engine's number, in every report.</param>
/// <param name="Owner">The partition's actor.</param>
/// <param name="Skips">The operator's skips.</param>
/// <param name="NewestSnapshot">
/// Snapshots of later records are not tried; 0: the snapshot store is not even asked, the journal is replayed whole.
/// </param>
internal sealed record EngineIncarnation(
    int Generation, IActorRef Owner, IReadOnlyList<SkipRecord> Skips, long NewestSnapshot);
