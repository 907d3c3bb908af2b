namespace Hypercall.Engine.State;

/// <summary>Time bounds of nonces: T − 2 days &lt; nonce &lt; T + 1 day, both exclusive (engine.md §4).</summary>
public static class NonceWindow
{
    private const long DayMs = 86_400_000;

    /// <summary>True when a nonce is acceptable at a time, both in ms since the epoch.</summary>
    public static bool IsWithinTimeBounds(long nonce, long timestampMs) =>
        nonce > LatestOutdated(timestampMs) && nonce < timestampMs + DayMs;

    /// <summary>The greatest nonce that is too old at a time.</summary>
    public static long LatestOutdated(long timestampMs) => timestampMs - 2 * DayMs;
}
