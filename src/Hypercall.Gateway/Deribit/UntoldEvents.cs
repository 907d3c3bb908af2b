namespace Hypercall.Gateway.Deribit;

/// <summary>
/// What happened to wallets that they have not been told yet. Each is told in order and none waits for another one, but
/// where many are told slowly: then they take turns, so that their reads leave room for everybody's.
/// Called by the hub alone, in its turns.
/// </summary>
/// <param name="tell">Tells a wallet something; when that is done it calls what it was given, in a turn of the
/// hub.</param>
internal sealed class UntoldEvents(Action<IReadOnlyList<DeribitOwnEvent>, Action> tell)
{
    /// <summary>Batches of one wallet that wait.</summary>
    public const int MostWaiting = 1_024;

    /// <summary>Wallets that are told something at once, each by a read that may wait for the history.</summary>
    public const int MostAtOnce = 64;

    /// <summary>So many of them are told together, or one batch.</summary>
    private const int FewEvents = 256;

    /// <summary>Of those wallets that are being told something, or wait for their turn.</summary>
    private readonly Dictionary<WalletAddress, Queue<IReadOnlyList<DeribitOwnEvent>>> _waiting = [];

    /// <summary>Wallets that wait for their turn, each once.</summary>
    private readonly Queue<WalletAddress> _turns = [];
    private int _telling;

    /// <summary>Takes what happened together to a wallet.</summary>
    /// <returns>False: too much waits already; none of it is told.</returns>
    public bool TryAdd(WalletAddress wallet, IReadOnlyList<DeribitOwnEvent> events)
    {
        if (!_waiting.TryGetValue(wallet, out Queue<IReadOnlyList<DeribitOwnEvent>>? waiting))
        {
            _waiting.Add(wallet, waiting = []);
            _turns.Enqueue(wallet);
        }
        else if (waiting.Count >= MostWaiting)
        {
            waiting.Clear();
            return false;
        }

        waiting.Enqueue(events);
        GoOn();
        return true;
    }

    private void GoOn()
    {
        while (_telling < MostAtOnce && _turns.TryDequeue(out WalletAddress wallet))
            Tell(wallet);
    }

    private void Tell(WalletAddress wallet)
    {
        Queue<IReadOnlyList<DeribitOwnEvent>> waiting = _waiting[wallet];
        var events = new List<DeribitOwnEvent>();
        while (events.Count < FewEvents && waiting.TryDequeue(out IReadOnlyList<DeribitOwnEvent>? batch))
            events.AddRange(batch);
        if (events.Count == 0)
        {
            _waiting.Remove(wallet);
            return;
        }

        _telling++;
        tell(events, () =>
        {
            _telling--;
            _turns.Enqueue(wallet);
            GoOn();
        });
    }
}
