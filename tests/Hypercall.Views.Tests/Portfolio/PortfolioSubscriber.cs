namespace Hypercall.Views.Tests.Portfolio;

/// <summary>A client that knows of a wallet only what changes told it.</summary>
internal sealed class PortfolioSubscriber
{
    private readonly SortedDictionary<string, PositionLine> _positions = new(StringComparer.Ordinal);
    private readonly SortedDictionary<long, OpenOrderLine> _orders = [];
    private readonly List<WalletFill> _fills = [];
    private PortfolioChange? _last;

    public void Take(PortfolioChange change)
    {
        _last = change;
        foreach (PositionLine position in change.Positions)
        {
            _positions[position.Symbol] = position;
            if (position.Size.Units == 0)
                _positions.Remove(position.Symbol);
        }

        foreach (OrderUpdated order in change.Orders)
        {
            _orders[order.OrderId] = new OpenOrderLine(
                order.OrderId, order.ClientId, order.Symbol, order.Side, order.Price, order.Size, order.Filled,
                order.Status);
            if (order.Status is OrderStatus.Filled or OrderStatus.Canceled)
                _orders.Remove(order.OrderId);
        }

        _fills.AddRange(change.Fills);
    }

    public string Text(WalletAddress wallet) => ContentText.Of(new PortfolioSnapshot(
        wallet, _last!.Sequence, _last.Cash, _last.Mode, _last.LiquidationState, [.. _positions.Values],
        [.. _orders.Values], _fills));
}
