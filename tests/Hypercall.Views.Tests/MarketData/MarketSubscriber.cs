namespace Hypercall.Views.Tests.MarketData;

/// <summary>A client that knows of the markets only what changes told it.</summary>
internal sealed class MarketSubscriber
{
    private readonly Dictionary<string, SortedDictionary<long, BookLevel>> _bids = [];
    private readonly Dictionary<string, SortedDictionary<long, BookLevel>> _asks = [];
    private readonly Dictionary<string, long> _l2 = [];

    public int Trades { get; private set; }

    public void Take(MarketChange change)
    {
        Assert.True(change.L2Sequence >= _l2.GetValueOrDefault(change.Symbol));
        Assert.Equal(change.Bids.OrderByDescending(level => level.Price.Units), change.Bids);
        Assert.Equal(change.Asks.OrderBy(level => level.Price.Units), change.Asks);
        Fold(_bids, change.Symbol, change.Bids);
        Fold(_asks, change.Symbol, change.Asks);
        bool hasLeft = change.Status is InstrumentStatus.Deleted or InstrumentStatus.Settled;
        _l2[change.Symbol] = hasLeft ? 0 : change.L2Sequence;
        Trades += change.Trades.Count;
    }

    /// <summary>The books of a view's symbols as this client has them, in the view's text.</summary>
    public string Books(MarketDataView view) => string.Join('\n', view.Symbols
        .Where(symbol => LevelsOf(_bids, symbol).Length + LevelsOf(_asks, symbol).Length > 0)
        .Select(symbol => string.Join(
            '\n', [symbol, .. LevelsOf(_bids, symbol).Reverse(), "asks", .. LevelsOf(_asks, symbol)])));

    private static void Fold(
        Dictionary<string, SortedDictionary<long, BookLevel>> sides, string symbol, IReadOnlyList<BookLevel> levels)
    {
        sides.TryAdd(symbol, []);
        foreach (BookLevel level in levels)
        {
            if (level.Size.Units == 0)
                sides[symbol].Remove(level.Price.Units);
            else
                sides[symbol][level.Price.Units] = level;
        }
    }

    private static string[] LevelsOf(Dictionary<string, SortedDictionary<long, BookLevel>> sides, string symbol) =>
        sides.TryGetValue(symbol, out SortedDictionary<long, BookLevel>? side)
            ? [.. side.Values.Select(level => $"{level.Price} x {level.Size}")]
            : [];
}
