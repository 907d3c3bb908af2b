namespace Hypercall.Gateway.Writes;

/// <summary>What a command did, as answers look for it in its outcome.</summary>
internal static class OutcomeEvents
{
    /// <summary>The events of a kind, in their order.</summary>
    /// <typeparam name="T">The kind's events.</typeparam>
    public static IEnumerable<T> EventsOf<T>(this ApplyOutput outcome, EventKind kind)
        where T : struct
    {
        for (int index = 0; index < outcome.Events.Count; index++)
        {
            if (outcome.Events.KindAt(index) == kind)
                yield return outcome.Events.At<T>(index);
        }
    }

    /// <summary>How an order was left; null: nothing happened to it.</summary>
    public static OrderUpdated? LastUpdateOf(this ApplyOutput outcome, long? orderId) =>
        outcome.EventsOf<OrderUpdated>(EventKind.OrderUpdated)
            .Where(update => update.OrderId == orderId).Cast<OrderUpdated?>().LastOrDefault();

    /// <summary>Trades that an order had a side of, and whether it was the taker's.</summary>
    public static IEnumerable<(Filled Fill, bool IsTaker)> FillsOf(this ApplyOutput outcome, long orderId) =>
        outcome.EventsOf<Filled>(EventKind.Filled)
            .Where(fill => fill.TakerOrderId == orderId || fill.MakerOrderId == orderId)
            .Select(fill => (fill, fill.TakerOrderId == orderId));
}
