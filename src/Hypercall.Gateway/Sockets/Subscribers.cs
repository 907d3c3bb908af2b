namespace Hypercall.Gateway.Sockets;

/// <summary>Which sockets a channel's messages go to: those that named the key, and those that named none.</summary>
internal sealed class Subscribers
{
    /// <summary>A socket names so many; who wants more takes all.</summary>
    public const int MostSymbols = 1_000;

    private readonly Listeners<Key> _listeners = new();

    /// <param name="Symbol">What was named; null: all.</param>
    private readonly record struct Key(string? Symbol);

    public bool Any => Sockets.Count > 0;

    public IReadOnlyCollection<GatewaySocket> Sockets => _listeners.All;

    /// <summary>Adds symbols to a socket's filter; null: it wants all of them.</summary>
    /// <returns>False: they would be more than it may name; nothing is added.</returns>
    public bool Add(GatewaySocket socket, IReadOnlyCollection<string>? symbols)
    {
        if (symbols is null)
            Remove(socket, null);
        else if (_listeners.Hears(socket, default))
            return true;
        else if (_listeners.TopicsOf(socket).Count + symbols.Count > MostSymbols)
            return false;
        foreach (Key key in KeysOf(symbols))
            _listeners.Add(socket, key);
        return true;
    }

    /// <summary>Takes symbols out of a socket's filter; null: all of them.</summary>
    public void Remove(GatewaySocket socket, IReadOnlyCollection<string>? symbols)
    {
        bool isWhole = symbols is null || _listeners.Hears(socket, default);
        foreach (Key key in isWhole ? _listeners.TopicsOf(socket).ToArray() : KeysOf(symbols))
            _listeners.Remove(socket, key);
    }

    /// <summary>True where anybody hears of a symbol.</summary>
    public bool AnyOf(string symbol) =>
        _listeners.Of(default).Count > 0 || _listeners.Of(new Key(symbol)).Count > 0;

    /// <summary>Who hears of a symbol.</summary>
    public IEnumerable<GatewaySocket> Of(string symbol) =>
        _listeners.Of(default).Concat(_listeners.Of(new Key(symbol)));

    /// <summary>True where a socket hears of a symbol.</summary>
    public bool Hears(GatewaySocket socket, string symbol) =>
        _listeners.Hears(socket, default) || _listeners.Hears(socket, new Key(symbol));

    private static IEnumerable<Key> KeysOf(IReadOnlyCollection<string>? symbols) =>
        symbols?.Select(symbol => new Key(symbol)) ?? [default];
}
