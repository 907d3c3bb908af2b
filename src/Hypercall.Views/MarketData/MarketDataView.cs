namespace Hypercall.Views.MarketData;

/// <summary>
/// Public market data: per symbol the whole L2 book, the status and the last trades. The host folds outcomes into it,
/// gives a new subscriber <see cref="Snapshot"/>, and after each batch sends what <see cref="TakeChanges"/> names. A
/// symbol that has left the venue (settled, deleted) is forgotten, so that memory is bounded by what is listed.
/// </summary>
public sealed class MarketDataView : OutcomeFold
{
    private readonly int _recentTrades;
    private readonly SortedDictionary<string, Market> _markets = new(StringComparer.Ordinal);
    private readonly List<Market> _touched = [];
    private readonly List<Market> _left = [];

    /// <summary>An empty view.</summary>
    /// <param name="recentTrades">Trades kept per symbol, from 0.</param>
    public MarketDataView(int recentTrades = 100)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(recentTrades);
        _recentTrades = recentTrades;
    }

    /// <summary>Every symbol known, ascending (ordinal).</summary>
    public IReadOnlyList<string> Symbols => [.. _markets.Keys];

    /// <summary>A symbol's market now, or null where none is known.</summary>
    public MarketSnapshot? Snapshot(string symbol) =>
        _markets.TryGetValue(symbol, out Market? market) ? market.Snapshot(LastSequence) : null;

    /// <summary>
    /// What changed since the last call, by symbol ascending (ordinal). To be called after each batch. A symbol that
    /// left and was listed anew meanwhile comes twice, in that order.
    /// </summary>
    public IReadOnlyList<MarketChange> TakeChanges()
    {
        if (_touched.Count == 0)
            return [];
        MarketChange[] changes =
        [
            .. _touched
                .OrderBy(market => market.Symbol, StringComparer.Ordinal)
                .Select(market => market.TakeChange(LastSequence)),
        ];
        _touched.Clear();
        return changes;
    }

    private protected override void BeginWith(EngineView state)
    {
        _markets.Clear();
        _touched.Clear();
        foreach (BookView book in state.Books)
        {
            Market market = MarketOf(book.Symbol);
            foreach (LevelView level in book.Bids)
                market.Bids.Put(new BookLevel(level.Price, level.Size));
            foreach (LevelView level in book.Asks)
                market.Asks.Put(new BookLevel(level.Price, level.Size));
        }
    }

    /// <summary>After <see cref="OutcomeFold.Prime"/>: the status of every instrument that the state lists.</summary>
    public void PrimeListing(IEnumerable<KeyValuePair<string, InstrumentStatus>> listing)
    {
        foreach ((string symbol, InstrumentStatus status) in listing)
            MarketOf(symbol).BeginWith(status);
    }

    private protected override void Fold(ApplyOutput outcome)
    {
        base.Fold(outcome);
        ForgetLeft();
    }

    private protected override void Fold(ApplyOutput outcome, int index)
    {
        EventBuffer events = outcome.Events;
        switch (events.KindAt(index))
        {
            case EventKind.BookChanged:
                FoldBook(events, events.At<BookChanged>(index));
                break;
            case EventKind.Filled:
                FoldTrade(outcome, events.At<Filled>(index));
                break;
            case EventKind.MarketUpdated:
                FoldStatus(events.At<MarketUpdated>(index));
                break;
            case EventKind kind:
                PassOver(kind);
                break;
        }
    }

    private void FoldBook(EventBuffer events, in BookChanged book)
    {
        Market market = Touch(book.Symbol);
        market.L2Sequence = book.L2Sequence;
        foreach (ref readonly BookLevel level in events.Bids(book))
            market.Bids.Set(level);
        foreach (ref readonly BookLevel level in events.Asks(book))
            market.Asks.Set(level);
    }

    private void FoldTrade(ApplyOutput outcome, in Filled fill) => Touch(fill.Symbol).AddTrade(new TradeView(
        outcome.Sequence,
        outcome.TimestampMs,
        fill.TradeId,
        fill.Symbol,
        fill.Price,
        fill.Size,
        fill.TakerSide,
        fill.Source));

    private void FoldStatus(in MarketUpdated updated)
    {
        Market market = Touch(updated.Symbol);
        market.SetStatus(updated.Status);
        if (market.HasLeft)
            _left.Add(market);
    }

    /// <summary>Forgets what left with this outcome, whose last event may be the emptying of its book.</summary>
    private void ForgetLeft()
    {
        foreach (Market market in _left)
        {
            if (market.HasLeft)
                _markets.Remove(market.Symbol);
        }

        _left.Clear();
    }

    private Market Touch(string symbol)
    {
        Market market = MarketOf(symbol);
        if (market.IsTouched)
            return market;
        market.IsTouched = true;
        _touched.Add(market);
        return market;
    }

    private Market MarketOf(string symbol)
    {
        if (!_markets.TryGetValue(symbol, out Market? market))
            _markets.Add(symbol, market = new Market(symbol, _recentTrades));
        return market;
    }
}
