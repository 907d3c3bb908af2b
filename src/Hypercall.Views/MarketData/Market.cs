namespace Hypercall.Views.MarketData;

/// <summary>
/// One symbol in the market data: book, status, trades, and what changed since changes were last taken.
/// </summary>
internal sealed class Market(string symbol, int recentTrades)
{
    private readonly RecentItems<TradeView> _recent = new(recentTrades);
    private readonly List<TradeView> _newTrades = [];
    private bool _statusChanged;

    public string Symbol => symbol;

    public LevelLadder Bids { get; } = new(Side.Buy);

    public LevelLadder Asks { get; } = new(Side.Sell);

    public long L2Sequence { get; set; }

    public InstrumentStatus? Status { get; private set; }

    /// <summary>True from the first change until changes are taken.</summary>
    public bool IsTouched { get; set; }

    /// <summary>The instrument is no longer listed.</summary>
    public bool HasLeft => Status is InstrumentStatus.Settled or InstrumentStatus.Deleted;

    /// <summary>The status that it has in the state which the view starts at.</summary>
    public void BeginWith(InstrumentStatus status) => Status = status;

    public void SetStatus(InstrumentStatus status)
    {
        Status = status;
        _statusChanged = true;
    }

    public void AddTrade(in TradeView trade)
    {
        _recent.Add(trade);
        _newTrades.Add(trade);
    }

    public MarketSnapshot Snapshot(long sequence) =>
        new(symbol, sequence, L2Sequence, Status, [.. Bids.BestFirst()], [.. Asks.BestFirst()], _recent.ToArray());

    public MarketChange TakeChange(long sequence)
    {
        InstrumentStatus? status = _statusChanged ? Status : null;
        var change = new MarketChange(
            symbol,
            sequence,
            L2Sequence,
            status,
            Bids.TakeTouched(),
            Asks.TakeTouched(),
            [.. _newTrades]);
        _newTrades.Clear();
        _statusChanged = false;
        IsTouched = false;
        return change;
    }
}
