using System.Threading.Channels;
using Hypercall.Gateway.Sockets;
using Hypercall.Views.Events;
using Microsoft.Extensions.Logging;

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
/// Tells wallets of their orders and trades, in order. No event has an order's terms and times: they are read from the
/// history once it has got there, and who cannot be told is closed.
/// </summary>
internal sealed class DeribitOwnFeed : IAsyncDisposable
{
    private const int MostWaiting = 4_096;

    private readonly PastReads _past;
    private readonly ILogger<DeribitOwnFeed> _log;
    private readonly Channel<IReadOnlyList<DeribitOwnEvent>> _waiting =
        System.Threading.Channels.Channel.CreateBounded<IReadOnlyList<DeribitOwnEvent>>(MostWaiting);

    private readonly CancellationTokenSource _end = new();
    private readonly Task _running;

    public DeribitOwnFeed(PastReads past, ILogger<DeribitOwnFeed> log)
    {
        (_past, _log) = (past, log);
        _running = Task.Run(RunAsync);
    }

    /// <summary>Adds what a batch brought.</summary>
    /// <returns>False: there is no room left.</returns>
    public bool TryAdd(IReadOnlyList<DeribitOwnEvent> events) => _waiting.Writer.TryWrite(events);

    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _end.CancelAsync();
        await _running;
        _end.Dispose();
    }

    private async Task RunAsync()
    {
        await foreach (IReadOnlyList<DeribitOwnEvent> events in _waiting.Reader.ReadAllAsync())
        {
            if (_end.IsCancellationRequested)
                return;
            foreach (IGrouping<WalletAddress, DeribitOwnEvent> wallet in
                events.GroupBy(happened => happened.Channel.Wallet!.Value))
                await TryTellAsync(wallet.Key, [.. wallet]);
        }
    }

    private async Task TryTellAsync(WalletAddress wallet, IReadOnlyList<DeribitOwnEvent> events)
    {
        try
        {
            await TellAsync(wallet, events);
        }
        catch (Exception failure)
        {
            if (!_end.IsCancellationRequested)
                _log.LogWarning(failure, "wallet {Wallet} cannot be told what happened to it", wallet);
            foreach (GatewaySocket socket in events.SelectMany(happened => happened.Sockets).Distinct())
                socket.Close(SlowConsumer.ReasonOf(MessageClass.PrivateDurable, "gap"));
        }
    }

    private async Task TellAsync(WalletAddress wallet, IReadOnlyList<DeribitOwnEvent> events)
    {
        long sequence = events.Max(happened => happened.Sequence);
        long[] ids = [.. events.Select(happened => happened.OrderId).Distinct()];
        Dictionary<long, OrderRow> orders = (await _past.ReadOwnAsync(
            sequence, reader => reader.Orders(wallet, ids), _end.Token)).Rows.ToDictionary(row => row.OrderId);
        ILookup<long, FillRow> fills = (await _past.ReadOwnAsync(
            sequence, reader => reader.FillsOf(wallet, ids), _end.Token)).Rows.ToLookup(fill => fill.OrderId);
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
