namespace Hypercall.Gateway.Deribit;

/// <summary>Something that happened to a wallet, and who is to hear of it.</summary>
/// <param name="Order">An order after a change, or null.</param>
/// <param name="Fill">One side of a trade, or null.</param>
internal sealed record DeribitOwnEvent(
    DeribitChannel Channel, IReadOnlyList<GatewaySocket> Sockets, OrderEvent? Order, FillRow? Fill)
{
    public long OrderId => Order?.Order.OrderId ?? Fill!.OrderId;

    public long Sequence => Order?.Sequence ?? Fill!.Sequence;
}

/// <summary>
/// Tells wallets of their orders and trades. No event has an order's terms and times: they are read from the history
/// once it has got there, and who cannot be told is closed.
/// </summary>
internal sealed class DeribitOwnFeed(PastReads past, OrderSums sums, ILogger<DeribitOwnFeed> log)
{
    /// <summary>Tells a wallet what happened to it, in order; one call after the other.</summary>
    /// <param name="events">All of one wallet.</param>
    /// <returns>What it was given.</returns>
    public async Task<IReadOnlyList<DeribitOwnEvent>> TellAsync(IReadOnlyList<DeribitOwnEvent> events)
    {
        WalletAddress wallet = events[0].Channel.Wallet!.Value;
        try
        {
            await TellAsync(wallet, events);
        }
        catch (Exception failure)
        {
            log.LogWarning(failure, "wallet {Wallet} cannot be told what happened to it", wallet);
            foreach (GatewaySocket socket in events.SelectMany(happened => happened.Sockets).Distinct())
                socket.Close(SlowConsumer.ReasonOf(MessageClass.PrivateDurable, "gap"));
        }

        return events;
    }

    private async Task TellAsync(WalletAddress wallet, IReadOnlyList<DeribitOwnEvent> events)
    {
        long sequence = events.Max(happened => happened.Sequence);
        long[] ids = [.. events.Select(happened => happened.OrderId).Distinct()];
        Dictionary<long, OrderRow> orders = (await past.ReadOwnAsync(
                sequence, reader => reader.Orders(wallet, ids), CancellationToken.None))
            .Rows.ToDictionary(row => row.OrderId);
        IReadOnlyDictionary<long, OrderFills> fills = await FillsAsync(events, sequence);
        foreach (DeribitOwnEvent happened in events)
        {
            ReadOnlyMemory<byte> message = MessageOf(happened, orders, fills);
            foreach (GatewaySocket socket in happened.Sockets)
                socket.Send(message, MessageClass.PrivateDurable);
        }
    }

    /// <summary>Only of orders that changed and are filled: trades by quote have none, and may be many.</summary>
    private async Task<IReadOnlyDictionary<long, OrderFills>> FillsAsync(
        IReadOnlyList<DeribitOwnEvent> events, long sequence)
    {
        DeribitOwnEvent[] filled = [.. events.Where(happened => happened.Order is { Order.Filled.Units: > 0 })];
        return await sums.ReadAsync(
            [.. filled.Select(happened => happened.OrderId).Distinct()],
            filled.Length == 0 ? sequence : filled.Min(happened => happened.Sequence),
            sequence,
            past.Begins,
            async (ids, after, limit) => (await past.ReadOwnAsync(
                sequence, reader => reader.FillsOf(ids, after, limit), CancellationToken.None)).Rows);
    }

    private static ReadOnlyMemory<byte> MessageOf(
        DeribitOwnEvent happened, Dictionary<long, OrderRow> orders, IReadOnlyDictionary<long, OrderFills> fills)
    {
        if (happened.Order is { } change)
        {
            DeribitOrder order = DeribitOrder.Of(
                orders[happened.OrderId],
                fills.GetValueOrDefault(happened.OrderId, OrderFills.None).AsOf(change.Sequence),
                change.Order,
                change.TimestampMs);
            return DeribitMessages.Of(happened.Channel.Name, order.Write);
        }

        return DeribitMessages.Of(happened.Channel.Name, [happened.Fill!], (writer, fill) =>
            DeribitTrade.WriteOwn(writer, fill, orders.GetValueOrDefault(happened.OrderId)));
    }
}
