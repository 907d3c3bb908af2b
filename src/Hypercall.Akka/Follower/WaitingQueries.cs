namespace Hypercall.Actors.Follower;

/// <summary>Queries that wait for a sequence which the replica has not applied yet, each for a bounded time.</summary>
internal sealed class WaitingQueries(Func<ITimerScheduler> timers, TimeSpan longestWait, int most)
{
    private readonly SortedDictionary<long, Waiting> _waiting = [];
    private long _last;

    public bool Any => _waiting.Count > 0;

    private readonly record struct Waiting(QueryReplica Query, IActorRef Sender);

    /// <summary>Has a query wait; false where too many do.</summary>
    public bool TryAdd(QueryReplica query, IActorRef sender)
    {
        if (_waiting.Count >= most)
            return false;
        _waiting.Add(++_last, new Waiting(query, sender));
        timers().StartSingleTimer(Key(_last), new QueryOverdue(_last), longestWait);
        return true;
    }

    /// <summary>Takes out whoever waited too long; null where it was answered meanwhile.</summary>
    public (QueryReplica Query, IActorRef Sender)? Take(QueryOverdue overdue) =>
        _waiting.Remove(overdue.Number, out Waiting waiting) ? (waiting.Query, waiting.Sender) : null;

    /// <summary>Takes out, in the order of their coming, those that a sequence satisfies.</summary>
    public IEnumerable<(QueryReplica Query, IActorRef Sender)> TakeReached(long sequence)
    {
        foreach ((long number, Waiting waiting) in _waiting.ToArray())
        {
            if (waiting.Query.MinSequence > sequence)
                continue;
            _waiting.Remove(number);
            timers().Cancel(Key(number));
            yield return (waiting.Query, waiting.Sender);
        }
    }

    private static string Key(long number) => $"{nameof(QueryOverdue)}-{number}";
}

/// <summary>To the follower from its timer: a query has waited long enough.</summary>
internal sealed record QueryOverdue(long Number) : INoSerializationVerificationNeeded;
