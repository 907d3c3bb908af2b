using Hypercall.Actors.Metrics;

namespace Hypercall.Actors.Views;

/// <summary>How the views of a partition run.</summary>
public sealed record ViewSettings
{
    /// <summary>The partition; its journal plugins are read where the owner's ring no longer holds what is
    /// missing.</summary>
    public required PartitionSettings Partition { get; init; }

    /// <summary>How long one read of journal or snapshots may take before it counts as failed.</summary>
    public TimeSpan LongestRead { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long it waits before it looks again for a snapshot to begin at, after a look that failed.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Instruments to feed; null: none.</summary>
    public ViewMetrics? Metrics { get; init; }

    /// <summary>Records read from the journal at a time, from 1.</summary>
    public int RecordsAtOnce { get; init; } = 64;
}
