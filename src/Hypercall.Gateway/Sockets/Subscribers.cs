namespace Hypercall.Gateway.Sockets;

/// <summary>Which sockets a channel's messages go to: those that named the key, and those that named none.</summary>
internal sealed class Subscribers
{
    /// <summary>A socket names so many; who wants more takes all.</summary>
    public const int MostSymbols = 1_000;

    private readonly Dictionary<GatewaySocket, HashSet<string>?> _filters = [];
    private readonly Dictionary<string, HashSet<GatewaySocket>> _bySymbol = new(StringComparer.Ordinal);
    private readonly HashSet<GatewaySocket> _ofAll = [];

    public bool Any => _filters.Count > 0;

    public IReadOnlyCollection<GatewaySocket> Sockets => _filters.Keys;

    /// <summary>Adds symbols to a socket's filter; null: it wants all of them.</summary>
    /// <returns>False: they would be more than it may name; nothing is added.</returns>
    public bool Add(GatewaySocket socket, IReadOnlyCollection<string>? symbols)
    {
        if (symbols is null)
        {
            Remove(socket, null);
            _filters[socket] = null;
            _ofAll.Add(socket);
            return true;
        }

        if (_filters.TryGetValue(socket, out HashSet<string>? filter) && filter is null)
            return true;
        if ((filter?.Count ?? 0) + symbols.Count > MostSymbols)
            return false;
        filter ??= _filters[socket] = new HashSet<string>(StringComparer.Ordinal);
        foreach (string symbol in symbols)
        {
            filter.Add(symbol);
            if (!_bySymbol.TryGetValue(symbol, out HashSet<GatewaySocket>? sockets))
                _bySymbol.Add(symbol, sockets = []);
            sockets.Add(socket);
        }

        return true;
    }

    /// <summary>Takes symbols out of a socket's filter; null: all of them.</summary>
    public void Remove(GatewaySocket socket, IReadOnlyCollection<string>? symbols)
    {
        if (!_filters.TryGetValue(socket, out HashSet<string>? filter))
            return;
        _ofAll.Remove(socket);
        foreach (string symbol in Leaving(filter, symbols))
        {
            filter!.Remove(symbol);
            if (_bySymbol.TryGetValue(symbol, out HashSet<GatewaySocket>? sockets) && sockets.Remove(socket)
                && sockets.Count == 0)
                _bySymbol.Remove(symbol);
        }

        if (symbols is null || filter is null || filter.Count == 0)
            _filters.Remove(socket);
    }

    private static string[] Leaving(HashSet<string>? filter, IReadOnlyCollection<string>? symbols)
    {
        if (filter is null)
            return [];
        return symbols is null ? [.. filter] : [.. symbols.Where(filter.Contains)];
    }

    /// <summary>True where anybody hears of a symbol.</summary>
    public bool AnyOf(string symbol) => _ofAll.Count > 0 || _bySymbol.ContainsKey(symbol);

    /// <summary>Who hears of a symbol.</summary>
    public IEnumerable<GatewaySocket> Of(string symbol)
    {
        foreach (GatewaySocket socket in _ofAll)
            yield return socket;
        if (!_bySymbol.TryGetValue(symbol, out HashSet<GatewaySocket>? named))
            yield break;
        foreach (GatewaySocket socket in named)
            yield return socket;
    }

    /// <summary>True where a socket hears of a symbol.</summary>
    public bool Hears(GatewaySocket socket, string symbol) =>
        _filters.TryGetValue(socket, out HashSet<string>? filter) && (filter is null || filter.Contains(symbol));
}
