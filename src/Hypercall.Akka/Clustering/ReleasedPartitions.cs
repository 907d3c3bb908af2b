using System.Collections.Concurrent;

namespace Hypercall.Actors.Clustering;

/// <summary>
/// Which nodes have let go of which partitions, and when: told to every engine node, read where the shards' coordinator
/// runs. Safe for use from several threads.
/// </summary>
internal sealed class ReleasedPartitions(ITimeProvider time)
{
    /// <summary>How long a node that let go of a partition is passed over, where there is another one.</summary>
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<(string Partition, Address Node), Release> _releases = new();

    private readonly record struct Release(TimeSpan At, bool IsPending);

    /// <summary>A node lets go of a partition.</summary>
    public void Add(string partition, Address node) =>
        _releases[(partition, node)] = new Release(time.MonotonicClock, IsPending: true);

    /// <summary>Whether a node holds a partition that it has let go of; true once for each release.</summary>
    public bool TakePending(string partition, Address node) =>
        _releases.TryGetValue((partition, node), out Release release)
        && release.IsPending
        && _releases.TryUpdate((partition, node), release with { IsPending = false }, release)
        && IsFresh(release);

    /// <summary>Whether a node has let go of a partition a little while ago.</summary>
    public bool HasReleased(string partition, Address node) =>
        _releases.TryGetValue((partition, node), out Release release) && IsFresh(release);

    /// <summary>When a node let go of a partition last.</summary>
    public TimeSpan LastRelease(string partition, Address node) =>
        _releases.TryGetValue((partition, node), out Release release) ? release.At : TimeSpan.Zero;

    private bool IsFresh(in Release release) => time.MonotonicClock - release.At < Remembered;
}
