namespace Hypercall.Gateway.Limits;

/// <summary>A bucket as a caller is told of it.</summary>
/// <param name="Limit">What fits in; 0: there is no limit.</param>
/// <param name="ResetMs">When it will be full, ms from now.</param>
/// <param name="RetryAfterMs">When what was asked for will fit; 0: it did.</param>
internal readonly record struct RateBucket(
    RateClass Class, int Limit, int Remaining, long ResetMs, long RetryAfterMs)
{
    public bool IsTaken => RetryAfterMs == 0;
}
