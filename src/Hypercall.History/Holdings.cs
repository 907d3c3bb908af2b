namespace Hypercall.History;

/// <summary>Which wallets hold which options.</summary>
internal sealed class Holdings
{
    private readonly SortedDictionary<WalletAddress, HashSet<string>> _held = [];

    /// <summary>Wallets that hold something, ascending.</summary>
    public IEnumerable<WalletAddress> Wallets => _held.Keys;

    /// <summary>Sets a position; size 0: none.</summary>
    public void Set(WalletAddress wallet, string symbol, Quantity size)
    {
        bool holds = _held.TryGetValue(wallet, out HashSet<string>? symbols);
        if (size.Units != 0)
        {
            if (!holds)
                _held.Add(wallet, symbols = new HashSet<string>(StringComparer.Ordinal));
            symbols!.Add(symbol);
        }
        else if (holds && symbols!.Remove(symbol) && symbols.Count == 0)
        {
            _held.Remove(wallet);
        }
    }
}
