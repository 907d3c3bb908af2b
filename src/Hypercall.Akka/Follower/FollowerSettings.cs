using Hypercall.Actors.Engine;

namespace Hypercall.Actors.Follower;

/// <summary>How a partition is followed.</summary>
public sealed record FollowerSettings
{
    /// <summary>The partition; its journal plugin is read.</summary>
    public required PartitionSettings Partition { get; init; }

    /// <summary>How often the journal is read for what is new once its end was reached.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long one read of journal or snapshots may take before it counts as failed.</summary>
    public TimeSpan LongestRead { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Records read at a time, from 1.</summary>
    public int RecordsAtOnce { get; init; } = 32;
}
