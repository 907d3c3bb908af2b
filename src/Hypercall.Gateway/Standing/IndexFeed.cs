namespace Hypercall.Gateway.Standing;

/// <summary>
/// Index prices as they stand. A message has all prices that its socket wants, so that a later one takes its place; it
/// is written once for all sockets that want the same.
/// </summary>
internal sealed class IndexFeed
{
    private const string Key = "index_prices";

    private readonly Subscribers _subscribers = new();
    private readonly HashSet<GatewaySocket> _new = [];
    private IReadOnlyList<IndexView> _prices = [];

    public bool Any => _subscribers.Any;

    /// <summary>True: somebody waits for the prices.</summary>
    public bool HasNew => _new.Count > 0;

    /// <summary>Adds underlyings to what a socket wants; null: all of them.</summary>
    /// <returns>False: they would be more than it may name.</returns>
    public bool Add(GatewaySocket socket, IReadOnlyCollection<string>? underlyings)
    {
        if (!_subscribers.Add(socket, underlyings))
            return false;
        _new.Add(socket);
        return true;
    }

    public void Remove(GatewaySocket socket, IReadOnlyCollection<string>? underlyings)
    {
        _subscribers.Remove(socket, underlyings);
        if (!_subscribers.Sockets.Contains(socket))
            _new.Remove(socket);
    }

    /// <summary>Takes prices as the engine has them.</summary>
    public void Take(Reading<IndexAnswer> reading)
    {
        IndexView[] changed = [.. reading.Answer.Prices.Except(_prices)];
        _prices = reading.Answer.Prices;
        var texts = new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
        foreach (GatewaySocket socket in _subscribers.Sockets)
        {
            bool isNew = _new.Remove(socket);
            if (isNew || Array.Exists(changed, view => _subscribers.Hears(socket, view.Underlying)))
                socket.Send(TextFor(socket, reading, texts), MessageClass.ReplaceablePublic, Key);
        }
    }

    private ReadOnlyMemory<byte> TextFor(
        GatewaySocket socket, Reading<IndexAnswer> reading, Dictionary<string, ReadOnlyMemory<byte>> texts)
    {
        IndexView[] wanted = [.. _prices.Where(view => _subscribers.Hears(socket, view.Underlying))];
        string names = string.Join(' ', wanted.Select(view => view.Underlying));
        if (!texts.TryGetValue(names, out ReadOnlyMemory<byte> text))
            texts.Add(names, text = StandingMessages.Index(wanted, reading.Standing.TimestampMs));
        return text;
    }
}
