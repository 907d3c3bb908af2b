namespace Hypercall.Gateway.Deribit;

/// <summary>
/// What happened to wallets that they have not been told yet. Each is told in order and none waits for another one.
/// Called by the hub alone, in its turns.
/// </summary>
/// <param name="tell">Tells a wallet something; when that is done it calls what it was given, in a turn of the
/// hub.</param>
internal sealed class UntoldEvents(Action<IReadOnlyList<DeribitOwnEvent>, Action> tell)
{
    /// <summary>Batches of one wallet that wait.</summary>
    public const int MostWaiting = 1_024;

    /// <summary>So many of them are told together, or one batch.</summary>
    private const int FewEvents = 256;

    /// <summary>Of those wallets that are being told something.</summary>
    private readonly Dictionary<WalletAddress, Queue<IReadOnlyList<DeribitOwnEvent>>> _waiting = [];

    /// <summary>Takes what happened together to a wallet.</summary>
    /// <returns>False: too much waits already; none of it is told.</returns>
    public bool TryAdd(WalletAddress wallet, IReadOnlyList<DeribitOwnEvent> events)
    {
        if (_waiting.TryGetValue(wallet, out Queue<IReadOnlyList<DeribitOwnEvent>>? waiting))
        {
            if (waiting.Count < MostWaiting)
            {
                waiting.Enqueue(events);
                return true;
            }

            waiting.Clear();
            return false;
        }

        _waiting.Add(wallet, new Queue<IReadOnlyList<DeribitOwnEvent>>());
        tell(events, () => GoOn(wallet));
        return true;
    }

    private void GoOn(WalletAddress wallet)
    {
        Queue<IReadOnlyList<DeribitOwnEvent>> waiting = _waiting[wallet];
        var events = new List<DeribitOwnEvent>();
        while (events.Count < FewEvents && waiting.TryDequeue(out IReadOnlyList<DeribitOwnEvent>? batch))
            events.AddRange(batch);
        if (events.Count == 0)
            _waiting.Remove(wallet);
        else
            tell(events, () => GoOn(wallet));
    }
}
