using Hypercall.Sequencer.Client;

namespace Hypercall.Node.Clients;

/// <summary>How a client retries.</summary>
public sealed record NodeClientOptions
{
    /// <summary>Tries of one request, the first included.</summary>
    public int MaxTries { get; init; } = 10;

    /// <summary>Wait before the second try where the engine does not say; doubled for each further one.</summary>
    public long FirstDelayMs { get; init; } = 10;

    /// <summary>Longest wait between two tries.</summary>
    public long LongestDelayMs { get; init; } = 2_000;

    /// <summary>The client's clock, for FirstSentMs.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>A number in [0, 1) that spreads waits, so that clients do not come back all at once.</summary>
    public Func<double> Jitter { get; init; } = Random.Shared.NextDouble;

    internal RetryOptions Retry => new(MaxTries, FirstDelayMs, LongestDelayMs);
}
