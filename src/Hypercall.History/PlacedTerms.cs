using Hypercall.Engine.Commands;

namespace Hypercall.History;

/// <summary>What a command said of the orders that it made.</summary>
internal readonly struct PlacedTerms(EngineCommand command, ApplyOutput outcome)
{
    /// <summary>The row of an order that was not there before; one that no command named is a liquidation's, and
    /// ioc.</summary>
    public OrderRow NewOrder(in OrderUpdated order)
    {
        OrderTerms? terms = Of(order.OrderId);
        return new OrderRow(
            order.OrderId, outcome.Sequence, order.Wallet, order.Symbol, order.Side, order.Price, order.Size,
            order.Filled, order.Status, order.Reason, terms?.TimeInForce ?? TimeInForce.Ioc,
            terms?.Flags ?? OrderFlags.None, terms?.ExpiresAtMs, order.ClientId, terms?.Builder, outcome.TimestampMs,
            outcome.TimestampMs, IsLiquidation: terms is null);
    }

    private OrderTerms? Of(long orderId) => command switch
    {
        PlaceOrder place when outcome.OrderId == orderId => place.Order,
        ReplaceOrder replace when outcome.OrderId == orderId => replace.Order,
        BulkOrders bulk => OfBulk(bulk, orderId),
        _ => null,
    };

    private OrderTerms? OfBulk(BulkOrders bulk, long orderId)
    {
        for (int index = 0; index < outcome.Results.Length; index++)
        {
            if (outcome.Results[index].OrderId != orderId)
                continue;
            return bulk.Actions[index] switch
            {
                BulkPlace place => place.Order,
                BulkReplace replace => replace.Order,
                _ => null,
            };
        }

        return null;
    }
}
