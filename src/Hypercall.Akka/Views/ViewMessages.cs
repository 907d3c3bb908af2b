namespace Hypercall.Actors.Views;

/// <summary>To a view of this system: how does it stand? Answered by <see cref="ViewStatus"/>.</summary>
public sealed class QueryView;

/// <summary>How a view stands; sent to its subscribers too whenever <paramref name="Status"/> changes.</summary>
/// <param name="Status">Whether it holds everything that it has heard of.</param>
/// <param name="Sequence">Last sequence in it.</param>
/// <param name="KnownSequence">Last sequence known to be published.</param>
/// <param name="Epoch">Epoch of the owner heard last.</param>
/// <param name="Counts">What it met, gaps repaired among it.</param>
/// <param name="BehindMs">
/// Since when it has not been known to hold everything: what it heard last was more than it has, or it hears nothing; a
/// healthy one is a heartbeat behind at most.
/// </param>
public sealed record ViewStatus(
    string Partition,
    FeedStatus Status,
    long Sequence,
    long KnownSequence,
    long Epoch,
    FeedCounts Counts,
    long BehindMs);

/// <summary>To a statistics view of this system; answered by its <c>StatisticsSnapshot</c>.</summary>
public sealed class QueryStatistics;

/// <summary>To a liquidations view of this system; answered by its <c>LiquidationsSnapshot</c>.</summary>
public sealed class QueryLiquidations;
