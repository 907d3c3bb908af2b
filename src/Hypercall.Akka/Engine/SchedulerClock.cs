namespace Hypercall.Actors.Engine;

/// <summary>
/// The clocks of Akka's scheduler: what its timers go by, the engine's stamps and time-outs go by too.
/// </summary>
/// <param name="time">The actor system's scheduler.</param>
public sealed class SchedulerClock(ITimeProvider time) : IEngineClock
{
    /// <inheritdoc/>
    public HostTime Now => new(time.Now.ToUnixTimeMilliseconds(), (long)time.MonotonicClock.TotalMilliseconds);
}
