namespace Hypercall.Views.Portfolio;

/// <summary>One wallet in the portfolio view, and what changed in it since changes were last taken.</summary>
internal sealed class WalletPortfolio(WalletAddress wallet, int recentFills)
{
    private readonly SortedDictionary<string, PositionLine> _positions = new(StringComparer.Ordinal);
    private readonly SortedDictionary<long, OpenOrderLine> _orders = [];
    private readonly RecentItems<WalletFill> _recent = new(recentFills);
    private readonly SortedSet<string> _touchedPositions = new(StringComparer.Ordinal);
    private readonly SortedDictionary<long, OrderUpdated> _updatedOrders = [];
    private readonly List<WalletFill> _newFills = [];

    public Cash Cash { get; set; }

    public MarginMode Mode { get; set; }

    public LiquidationState LiquidationState { get; set; }

    /// <summary>True from the first change until changes are taken.</summary>
    public bool IsTouched { get; set; }

    /// <summary>Sets a position; size 0 removes it.</summary>
    public void SetPosition(in PositionLine position)
    {
        PutPosition(position);
        _touchedPositions.Add(position.Symbol);
    }

    /// <summary>Sets a position without noting it as touched.</summary>
    public void PutPosition(in PositionLine position)
    {
        if (position.Size.Units == 0)
            _positions.Remove(position.Symbol);
        else
            _positions[position.Symbol] = position;
    }

    public void UpdateOrder(in OrderUpdated order)
    {
        if (order.Status is OrderStatus.Filled or OrderStatus.Canceled)
            _orders.Remove(order.OrderId);
        else
            PutOrder(LineOf(order));
        _updatedOrders[order.OrderId] = order;
    }

    public void PutOrder(in OpenOrderLine order) => _orders[order.OrderId] = order;

    public void AddFill(in WalletFill fill)
    {
        _recent.Add(fill);
        _newFills.Add(fill);
    }

    public PortfolioSnapshot Snapshot(long sequence) => new(
        wallet, sequence, Cash, Mode, LiquidationState, [.. _positions.Values], [.. _orders.Values], _recent.ToArray());

    public PortfolioChange TakeChange(long sequence)
    {
        var change = new PortfolioChange(
            wallet,
            sequence,
            Cash,
            Mode,
            LiquidationState,
            [.. _touchedPositions.Select(PositionNow)],
            [.. _updatedOrders.Values],
            [.. _newFills]);
        _touchedPositions.Clear();
        _updatedOrders.Clear();
        _newFills.Clear();
        IsTouched = false;
        return change;
    }

    private PositionLine PositionNow(string symbol) =>
        _positions.TryGetValue(symbol, out PositionLine position)
            ? position
            : new PositionLine(symbol, default, default);

    private static OpenOrderLine LineOf(in OrderUpdated order) => new(
        order.OrderId,
        order.ClientId,
        order.Symbol,
        order.Side,
        order.Price,
        order.Size,
        order.Filled,
        order.Status);
}
