using Hypercall.Views.Feed;

namespace Hypercall.Actors.Views;

/// <summary>How a view stands; sent to its subscribers too whenever <paramref name="Status"/> changes.</summary>
/// <param name="Partition">The market partition.</param>
/// <param name="Status">Whether it holds everything that it has heard of.</param>
/// <param name="Sequence">Last sequence in it.</param>
/// <param name="KnownSequence">Last sequence known to be published.</param>
/// <param name="Epoch">Epoch of the owner heard last.</param>
/// <param name="Counts">What it met, gaps repaired among it.</param>
public sealed record ViewStatus(
    string Partition, FeedStatus Status, long Sequence, long KnownSequence, long Epoch, FeedCounts Counts);
