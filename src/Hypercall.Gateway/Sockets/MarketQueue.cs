namespace Hypercall.Gateway.Sockets;

/// <summary>
/// Changes of instruments that wait, in order, until it is known when their instrument expires: their events do not
/// tell, and the hour is the rules' of its listing.
/// </summary>
internal sealed class MarketQueue
{
    private readonly Dictionary<string, long> _expiries = new(StringComparer.Ordinal);
    private readonly Queue<(MarketEvent Happened, string Action)> _waiting = new();

    /// <summary>The sequence that the first of them is to be asked for as of; null: none waits.</summary>
    public long? Wanted => _waiting.TryPeek(out var first) ? first.Happened.Sequence : null;

    public void Add(MarketEvent happened, string action) => _waiting.Enqueue((happened, action));

    /// <summary>Takes what an engine lists; one that is gone again expires as others of its underlying.</summary>
    public void Learn(InstrumentsAnswer listed, long sequence)
    {
        foreach (InstrumentView option in listed.Underlyings.SelectMany(underlying => underlying.Instruments))
            _expiries[option.Symbol] = option.ExpiryMs;
        foreach ((MarketEvent happened, _) in _waiting.Where(waiting => waiting.Happened.Sequence <= sequence))
        {
            if (!_expiries.ContainsKey(happened.Market.Symbol))
                _expiries.Add(happened.Market.Symbol, ExpiryOf(happened.Market.Symbol, listed));
        }
    }

    /// <summary>The next one whose expiry is known.</summary>
    public bool TryTake(out MarketEvent happened, out string action, out long expiryMs)
    {
        ((happened, action), expiryMs) = (_waiting.TryPeek(out var first) ? first : (null!, ""), 0);
        if (happened is null || !_expiries.TryGetValue(happened.Market.Symbol, out expiryMs))
            return false;
        _waiting.Dequeue();
        if (SocketHub.IsGone(happened.Market.Status))
            _expiries.Remove(happened.Market.Symbol);
        return true;
    }

    private static long ExpiryOf(string symbol, InstrumentsAnswer listed)
    {
        const long minuteMs = 60_000;
        ContractKey key = ParsedInstrument.Parse(symbol).Key;
        int minutes = listed.Underlyings.First(underlying => underlying.Name == key.Underlying).ExpiryTimeMinutes;
        return CalendarDate.ToEpochMs(key.ExpiryDate) + minutes * minuteMs;
    }
}
