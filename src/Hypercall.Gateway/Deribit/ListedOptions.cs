using System.Collections.Concurrent;

namespace Hypercall.Gateway.Deribit;

/// <summary>
/// The options that this gateway has heard are listed, and their underlyings: a channel is kept for nothing else, so
/// that names which clients make up cost nobody anything. The hub tells it; safe for use from several threads.
/// </summary>
internal sealed class ListedOptions
{
    private readonly ConcurrentDictionary<string, bool> _symbols = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> _underlyings = new(StringComparer.Ordinal);
    private volatile bool _isKnown;

    /// <summary>Whether a channel is about something that is listed, or about no option at all.</summary>
    /// <exception cref="RefusedException">What is listed is not known yet.</exception>
    public bool Lists(DeribitChannel channel)
    {
        if (!_isKnown)
            throw ReplicaReads.Repairing("the gateway has not heard yet what is listed");
        return (channel.Symbol is null || _symbols.ContainsKey(channel.Symbol))
            && (channel.Underlying is null || _underlyings.ContainsKey(channel.Underlying));
    }

    /// <summary>Whether a channel has ended with its option.</summary>
    public bool IsGone(DeribitChannel channel) => channel.IsOfOption && !_symbols.ContainsKey(channel.Symbol!);

    /// <summary>These are listed, and no others.</summary>
    public void Reset(IEnumerable<string> symbols)
    {
        var listed = symbols.ToHashSet(StringComparer.Ordinal);
        foreach (string gone in _symbols.Keys.Where(symbol => !listed.Contains(symbol)))
            Remove(gone);
        foreach (string symbol in listed)
            Add(symbol);
        _isKnown = true;
    }

    public void Add(string symbol)
    {
        if (_symbols.TryAdd(symbol, true))
            _underlyings.AddOrUpdate(UnderlyingOf(symbol), 1, (_, options) => options + 1);
    }

    public void Remove(string symbol)
    {
        if (!_symbols.TryRemove(symbol, out _))
            return;
        string underlying = UnderlyingOf(symbol);
        if (_underlyings.AddOrUpdate(underlying, 0, (_, options) => options - 1) == 0)
            _underlyings.TryRemove(underlying, out _);
    }

    /// <summary>The underlying that an option's symbol names.</summary>
    public static string UnderlyingOf(string symbol) => symbol[..symbol.IndexOf('-')];
}
