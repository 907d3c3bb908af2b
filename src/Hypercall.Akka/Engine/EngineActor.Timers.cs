namespace Hypercall.Actors.Engine;

/// <summary>
/// The sequencer's time, by one timer of Akka's scheduler: it is set again only to come earlier, or once it has come,
/// so that under load no command costs a timer.
/// </summary>
internal sealed partial class EngineActor
{
    private const long NotArranged = long.MaxValue;
    private long _pollDueMs = NotArranged;

    private void Poll(HostTime now)
    {
        _pollDueMs = NotArranged;
        if (_sequencer.PollDelayMs(now) <= 0)
            _sequencer.Poll(now);
    }

    /// <param name="now">When the message came that has been handled: the clocks are read once for each.</param>
    private void ArrangePoll(HostTime now)
    {
        if (_ended is not null)
            return;
        long delayMs = Math.Max(1, _sequencer.PollDelayMs(now));
        long dueMs = now.MonotonicMs + delayMs;
        if (dueMs >= _pollDueMs)
            return;
        _pollDueMs = dueMs;
        Timers.StartSingleTimer(nameof(PollDue), PollDue.Instance, TimeSpan.FromMilliseconds(delayMs));
    }

    private sealed class PollDue : INoSerializationVerificationNeeded
    {
        public static PollDue Instance { get; } = new();
    }
}
