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
internal sealed class DeribitOwnFeed(PastReads past, ILogger<DeribitOwnFeed> log)
{
    /// <summary>Tells what a batch brought; one call after the other, in order.</summary>
    /// <returns>What it was given.</returns>
    public async Task<IReadOnlyList<DeribitOwnEvent>> TellAsync(IReadOnlyList<DeribitOwnEvent> events)
    {
        foreach (IGrouping<WalletAddress, DeribitOwnEvent> wallet in
            events.GroupBy(happened => happened.Channel.Wallet!.Value))
            await TryTellAsync(wallet.Key, [.. wallet]);
        return events;
    }

    private async Task TryTellAsync(WalletAddress wallet, IReadOnlyList<DeribitOwnEvent> events)
    {
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
    }

    private async Task TellAsync(WalletAddress wallet, IReadOnlyList<DeribitOwnEvent> events)
    {
        long sequence = events.Max(happened => happened.Sequence);
        long[] ids = [.. events.Select(happened => happened.OrderId).Distinct()];
        async Task<IReadOnlyList<T>> ReadAsync<T>(Func<HistoryReader, HistoryPage<T>> read) =>
            (await past.ReadOwnAsync(sequence, read, CancellationToken.None)).Rows;
        Dictionary<long, OrderRow> orders = (await ReadAsync(reader => reader.Orders(wallet, ids)))
            .ToDictionary(row => row.OrderId);
        // Only of orders that changed: trades by quote have none, and may be many.
        long[] changed =
        [
            .. events.Where(happened => happened.Order is not null).Select(happened => happened.OrderId).Distinct(),
        ];
        ILookup<long, FillRow> fills =
            (changed.Length == 0 ? [] : await ReadAsync(reader => reader.FillsOf(wallet, changed)))
            .ToLookup(fill => fill.OrderId);
        foreach (DeribitOwnEvent happened in events)
        {
            ReadOnlyMemory<byte> message = MessageOf(happened, orders, fills);
            foreach (GatewaySocket socket in happened.Sockets)
                socket.Send(message, MessageClass.PrivateDurable);
        }
    }

    private static ReadOnlyMemory<byte> MessageOf(
        DeribitOwnEvent happened, Dictionary<long, OrderRow> orders, ILookup<long, FillRow> fills)
    {
        if (happened.Order is { } change)
        {
            DeribitOrder order = DeribitOrder.Of(
                orders[happened.OrderId],
                fills[happened.OrderId].Where(fill => fill.Sequence <= change.Sequence),
                change.Order,
                change.TimestampMs);
            return DeribitMessages.Of(happened.Channel.Name, order.Write);
        }

        return DeribitMessages.Of(happened.Channel.Name, [happened.Fill!], (writer, fill) =>
            DeribitTrade.WriteOwn(writer, fill, orders.GetValueOrDefault(happened.OrderId)));
    }
}
