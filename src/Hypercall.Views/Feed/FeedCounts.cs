namespace Hypercall.Views.Feed;

/// <summary>What a feed has met since it was made, for metrics.</summary>
/// <param name="Duplicates">Batches of which everything was known.</param>
/// <param name="Stale">Batches and heartbeats of an owner that is no longer one.</param>
/// <param name="Malformed">Batches whose bytes or header were not sound.</param>
/// <param name="DroppedAhead">Batches ahead that found no room.</param>
/// <param name="RepairedFromRing">Requests that the ring answered in full.</param>
/// <param name="RepairedFromJournal">Requests that the journal answered in full.</param>
/// <param name="FailedRequests">Requests that were not answered in full.</param>
public readonly record struct FeedCounts(
    long Applied,
    long Duplicates,
    long Stale,
    long Malformed,
    long DroppedAhead,
    long RepairedFromRing,
    long RepairedFromJournal,
    long FailedRequests);
