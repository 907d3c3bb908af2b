namespace Hypercall.Actors.Engine;

/// <summary>
/// The sequencer's time, by one timer of Akka's scheduler: it is set again only to come earlier, or once it has come,
/// so that under load no command costs a timer.
/// </summary>
internal sealed partial class EngineActor
{
    private const long NotArranged = long.MaxValue;
    private long _pollDueMs = NotArranged;

    private void Poll()
    {
        _pollDueMs = NotArranged;
        if (_sequencer.PollDelayMs(_now) <= 0)
            _sequencer.Poll(_now);
    }

    private void ArrangePoll()
    {
        if (_ended is not null || IsRecovering)
            return;
        long delayMs = Math.Max(1, _sequencer.PollDelayMs(_now));
        long dueMs = _now.MonotonicMs + delayMs;
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
