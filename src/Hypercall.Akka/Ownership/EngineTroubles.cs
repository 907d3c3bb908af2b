namespace Hypercall.Actors.Ownership;

/// <summary>
/// Counts how often an owner could not serve for a cause that lies in its machine or its way to the database: twice
/// within a minute, and another member may do better. A journal that was silent for all the time that it is given
/// counts as twice at once: to look again takes as long, and nobody is served meanwhile.
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
        int weight = WeightOf(reason);
        if (weight == 0)
            return false;
        while (_times.TryPeek(out long first) && monotonicMs - first > WithinMs)
            _times.Dequeue();
        for (int time = 0; time < weight; time++)
            _times.Enqueue(monotonicMs);
        while (_times.Count > Most)
            _times.Dequeue();
        return _times.Count == Most;
    }

    private static int WeightOf(StopReason reason) => reason switch
    {
        StopReason.WriteTimeout or StopReason.OwnerUnknown => Most,
        StopReason.WriteFailed or StopReason.WriteRejected => 1,
        StopReason.JournalUnreadable or StopReason.ClockJump => 1,
        _ => 0,
    };
}
