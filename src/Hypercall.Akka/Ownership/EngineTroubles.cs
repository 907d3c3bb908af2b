using Hypercall.Sequencer.Live;

namespace Hypercall.Actors.Ownership;

/// <summary>
/// Counts how often an owner could not serve for a cause that lies in its machine or its way to the database: twice
/// within a minute, and another member may do better.
/// </summary>
internal sealed class EngineTroubles
{
    private const int Most = 2;
    private const long WithinMs = 60_000;
    private readonly Queue<long> _times = new();

    /// <summary>Takes an engine's end.</summary>
    /// <returns>True when the partition should be let go.</returns>
    public bool Add(StopReason reason, long monotonicMs)
    {
        if (!IsOwn(reason))
            return false;
        while (_times.TryPeek(out long first) && monotonicMs - first > WithinMs)
            _times.Dequeue();
        _times.Enqueue(monotonicMs);
        if (_times.Count > Most)
            _times.Dequeue();
        return _times.Count == Most;
    }

    private static bool IsOwn(StopReason reason) => reason
        is StopReason.WriteFailed
        or StopReason.WriteRejected
        or StopReason.WriteTimeout
        or StopReason.OwnerUnknown
        or StopReason.JournalUnreadable
        or StopReason.ClockJump;
}
