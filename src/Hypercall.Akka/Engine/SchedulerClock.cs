namespace Hypercall.Actors.Engine;

/// <summary>
/// The clocks of Akka's scheduler: what its timers go by, the engine's stamps and time-outs go by too.
/// </summary>
internal static class SchedulerClock
{
    /// <summary>Both clocks now.</summary>
    public static HostTime Read(this ITimeProvider time) =>
        new(time.Now.ToUnixTimeMilliseconds(), (long)time.MonotonicClock.TotalMilliseconds);
}
