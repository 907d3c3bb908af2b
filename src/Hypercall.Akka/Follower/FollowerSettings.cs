namespace Hypercall.Actors.Follower;

/// <summary>How a partition is followed.</summary>
public sealed record FollowerSettings
{
    /// <summary>The partition; its journal plugin is read.</summary>
    public required PartitionSettings Partition { get; init; }

    /// <summary>How often the journal is read for what is new once its end was reached.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// The same while there was something new the last time: many small pieces of work hold what else runs here up for
    /// less than one of a second's commands.
    /// </summary>
    public TimeSpan GrowingPollInterval { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>The same where a read costs little by itself, as in SQLite: what is applied and kept at once is less
    /// yet.</summary>
    public TimeSpan CheapPollInterval { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>How long one read of journal or snapshots may take before it counts as failed.</summary>
    public TimeSpan LongestRead { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Records read at a time, from 1. SQL plugins query as many as their replay-batch-size, and drop what was not
    /// asked for.
    /// </summary>
    public int RecordsAtOnce { get; init; } = 64;

    /// <summary>How long a query waits for a sequence that has not been applied yet.</summary>
    public TimeSpan LongestWait { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How often the journal is read while a query waits.</summary>
    public TimeSpan WaitingPollInterval { get; init; } = TimeSpan.FromMilliseconds(10);

    /// <summary>Most queries that wait; further ones are answered at once.</summary>
    public int MostWaiting { get; init; } = 4_096;

    /// <summary>Keeps what the follower applies; null: nobody does.</summary>
    public IFollowerSink? Sink { get; init; }
}
