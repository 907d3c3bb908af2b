namespace Hypercall.Actors.Client;

/// <summary>How a client asks and retries.</summary>
public sealed record EngineClientOptions
{
    /// <summary>How long one try waits for its answer; then nobody knows, and it is tried again.</summary>
    public TimeSpan AskTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Most requests of a client that have no answer yet; one beyond is EngineBusy at once and not sent.
    /// </summary>
    public int MaxInFlight { get; init; } = 2_048;

    /// <summary>How long, how soon and how much it tries again.</summary>
    public RetryOptions Retry { get; init; } = new();

    /// <summary>The client's clock, for FirstSentMs and waits.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>
    /// How far the clock by which requests are said to be first sent may be ahead of the engine's; 0: they are one.
    /// They are stated that much earlier: one that is sent again after its outcome was forgotten is refused, not
    /// executed anew.
    /// </summary>
    public TimeSpan MostClockDifference { get; init; }

    /// <summary>A number in [0, 1) that spreads waits, so that clients do not come back all at once.</summary>
    public Func<double> Jitter { get; init; } = Random.Shared.NextDouble;
}
