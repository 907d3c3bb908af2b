namespace Hypercall.Gateway.Sockets;

/// <summary>
/// The orders that came over one socket and may rest. Of those that have ended it forgets what an outcome of the socket
/// tells; who trades with them, what expires and what is canceled elsewhere it does not hear of: from time to time it
/// wants to be told which are open, so that it holds no more than a few times these. Safe for use from several threads.
/// </summary>
internal sealed class SocketOrders
{
    /// <summary>So many that nobody has looked for yet are few.</summary>
    private const int FewUnseen = 1_000;

    /// <summary>So many are more than may be held.</summary>
    private const int MostUnseen = 100_000;

    private readonly Lock _gate = new();
    private readonly HashSet<long> _ids = [];
    private long _sequence;
    private int _dueAt = FewUnseen;
    private int _most = MostUnseen;

    /// <summary>True: it was not told for too long which are open.</summary>
    public bool IsTooLarge
    {
        get
        {
            lock (_gate)
                return _ids.Count > _most;
        }
    }

    /// <summary>Takes the outcome of a command of the socket's wallet.</summary>
    /// <returns>True: it wants to be told which are open; once, until <see cref="Keep"/> or
    /// <see cref="Postpone"/>.</returns>
    public bool Note(ApplyOutput outcome)
    {
        lock (_gate)
        {
            _sequence = Math.Max(_sequence, outcome.Sequence);
            if (outcome is { Accepted: true, OrderId: { } placed })
                _ids.Add(placed);
            foreach (ref readonly ActionResult result in outcome.Results)
            {
                if (result.OrderId is { } orderId)
                    _ids.Add(orderId);
            }

            foreach (OrderUpdated update in outcome.EventsOf<OrderUpdated>(EventKind.OrderUpdated))
            {
                if (update.Status is OrderStatus.Filled or OrderStatus.Canceled)
                    _ids.Remove(update.OrderId);
            }

            if (_ids.Count < _dueAt)
                return false;
            _dueAt = int.MaxValue;
            return true;
        }
    }

    /// <summary>Those that may rest, and the least sequence as of which it can be told of each whether it
    /// does.</summary>
    public (long[] OrderIds, long Sequence) Take()
    {
        lock (_gate)
            return ([.. _ids], _sequence);
    }

    /// <summary>Forgets those that have ended.</summary>
    /// <param name="asked">What <see cref="Take"/> gave: one that came later is not among the open ones.</param>
    /// <param name="open">The wallet's open orders.</param>
    public void Keep(IEnumerable<long> asked, IReadOnlySet<long> open)
    {
        lock (_gate)
        {
            _ids.ExceptWith(asked.Where(orderId => !open.Contains(orderId)));
            _dueAt = 2 * _ids.Count + FewUnseen;
            _most = 2 * _ids.Count + MostUnseen;
        }
    }

    /// <summary>Which are open cannot be told now: it is asked again when more have come.</summary>
    public void Postpone()
    {
        lock (_gate)
            _dueAt = _ids.Count + FewUnseen;
    }
}
