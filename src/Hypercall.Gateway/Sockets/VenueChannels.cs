using Hypercall.Actors.Protocol;
using Hypercall.Actors.Views;
using Hypercall.Views.Liquidations;

namespace Hypercall.Gateway.Sockets;

/// <summary>
/// Face H's channels of what happens, each message of which is made once. Events that are heard anew leave a hole: the
/// chains of books begin again with a snapshot, and sockets that were to get every event of a wallet are closed, so
/// that nobody takes a stream with a hole for a whole one.
/// </summary>
internal sealed class VenueChannels(SocketHub hub) : HubChannels
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly MarketQueue _markets = new();
    private readonly Dictionary<WalletAddress, LiquidationState> _liquidations = [];
    private readonly SortedDictionary<long, AuctionLine> _auctions = [];
    private readonly Dictionary<(Channel Channel, WalletAddress? Wallet), Subscribers> _subscribers = [];
    private readonly OwedBooks _owedTops = new();
    private readonly OwedBooks _owedSnapshots = new();
    private Task _marketReading = Task.CompletedTask;

    public override void Take(SocketMessage message)
    {
        if (message is Subscription join && !Channels.IsStanding(join.Channel))
            Take(join);
        else if (message is Gone gone)
            Forget(gone.Socket);
    }

    public override void Begin(EventsSubscribed content, bool hasHole)
    {
        _liquidations.Clear();
        foreach (WalletLiquidation wallet in content.Liquidations.Wallets)
            _liquidations.Add(wallet.Wallet, wallet.State);
        _auctions.Clear();
        foreach (AuctionLine auction in content.Liquidations.Auctions)
            _auctions.Add(auction.AuctionId, auction);
        if (hasHole)
            MendHole();
    }

    private void MendHole()
    {
        foreach (GatewaySocket socket in _subscribers.Where(own => own.Key.Wallet is not null)
            .SelectMany(own => own.Value.Sockets).ToHashSet())
            socket.Close(SlowConsumer.ReasonOf(MessageClass.PrivateDurable, "gap"));
        foreach (BookMirror book in hub.Books)
            OweSnapshot(book.Symbol);
    }

    private void Take(Subscription join)
    {
        Subscribers subscribers = SubscribersOf(join.Channel, join.Wallet);
        if (!join.IsWanted)
            subscribers.Remove(join.Socket, join.Symbols);
        else if (!subscribers.Add(join.Socket, join.Symbols))
        {
            join.Socket.Send(SocketMessages.TooManySymbols(join.Id), MessageClass.CommandResult);
            return;
        }

        join.Answer();
        if (join.IsWanted)
            SendContent(join);
    }

    private void SendContent(Subscription join)
    {
        if (join.Channel == Channel.Auctions)
            SendAuctions(join);
        else if (join.Channel == Channel.Orderbook)
            SendBooks(join, _owedTops, SendTop);
        else if (join.Channel == Channel.OrderbookDelta)
            SendBooks(join, _owedSnapshots, SendSnapshot);
    }

    private void SendBooks(Subscription join, OwedBooks owed, Action<GatewaySocket, string> send)
    {
        foreach (string symbol in join.Symbols ?? hub.Books.Select(book => book.Symbol))
            owed.Owe(join.Socket, symbol);
        owed.Pay(join.Socket, send);
    }

    private void SendAuctions(Subscription join)
    {
        foreach (AuctionLine auction in _auctions.Values)
        {
            if (join.Symbols?.Contains(auction.Wallet.ToString()) ?? true)
                join.Socket.Send(SocketMessages.Auction(auction), MessageClass.OrderedPublic);
        }
    }

    /// <summary>Sends the top of a book, unless the socket has left meanwhile.</summary>
    private void SendTop(GatewaySocket socket, string symbol)
    {
        if (SubscribersOf(Channel.Orderbook, null).Hears(socket, symbol))
            socket.Send(hub.ShownBook(symbol).Top, MessageClass.ReplaceablePublic, KeyOfTop(symbol));
    }

    private void SendSnapshot(GatewaySocket socket, string symbol)
    {
        if (SubscribersOf(Channel.OrderbookDelta, null).Hears(socket, symbol))
            socket.Send(hub.ShownBook(symbol).Snapshot, MessageClass.OrderedPublic);
    }

    /// <summary>The chain of a book begins anew.</summary>
    private void OweSnapshot(string symbol)
    {
        foreach (GatewaySocket socket in SubscribersOf(Channel.OrderbookDelta, null).Of(symbol))
            _owedSnapshots.Owe(socket, symbol);
    }

    public override void Take(VenueEvent happened)
    {
        switch (happened)
        {
            case BookEvent change:
                TakeBook(change);
                break;
            case FillEvent fill:
                TakeFill(fill);
                break;
            case OrderEvent order:
                Send((Channel.OrderUpdates, order.Order.Wallet), order.Order.Symbol, () => SocketMessages.Order(order));
                break;
            case MarketEvent market:
                TakeMarket(market);
                break;
            case ProtectionEvent protection:
                Send((Channel.Mmp, protection.Protection.Wallet), null, () => SocketMessages.Protection(protection));
                break;
            case LiquidationEvent liquidation:
                TakeLiquidation(liquidation);
                break;
            case AuctionEvent auction:
                TakeAuction(auction);
                break;
            case DeleveragingEvent closed:
                Send((Channel.Liquidation, closed.Deleveraging.Wallet), closed.Deleveraging.Symbol, () =>
                    SocketMessages.Deleveraged(closed, isLiquidated: true));
                Send((Channel.Liquidation, closed.Deleveraging.Counterparty), closed.Deleveraging.Symbol, () =>
                    SocketMessages.Deleveraged(closed, isLiquidated: false));
                break;
        }
    }

    private void TakeBook(BookEvent change)
    {
        Subscribers deltas = SubscribersOf(Channel.OrderbookDelta, null);
        if (!deltas.AnyOf(change.Symbol))
            return;
        ReadOnlyMemory<byte> text = SocketMessages.Change(hub.ShownBook(change.Symbol), change);
        // The snapshot that a socket still waits for has the change.
        foreach (GatewaySocket socket in deltas.Of(change.Symbol))
        {
            if (!_owedSnapshots.IsOwed(socket, change.Symbol))
                socket.Send(text, MessageClass.OrderedPublic);
        }
    }

    private void TakeFill(FillEvent happened)
    {
        string symbol = happened.Fill.Symbol;
        Send((Channel.Trades, null), symbol, () => SocketMessages.Trade(happened));
        Send((Channel.Fills, happened.Fill.TakerWallet), symbol, () => SocketMessages.Fill(happened, isTaker: true));
        Send((Channel.Fills, happened.Fill.MakerWallet), symbol, () => SocketMessages.Fill(happened, isTaker: false));
    }

    private void TakeMarket(MarketEvent happened)
    {
        string symbol = happened.Market.Symbol;
        if (hub.KnownBook(symbol) is null)
            OweSnapshot(symbol);
        if (SubscribersOf(Channel.MarketUpdates, null).AnyOf(symbol))
            _markets.Add(happened, ActionOf(hub.ShownBook(symbol).Status, happened.Market.Status));
        SendMarkets();
    }

    /// <summary>Those whose expiry is known; the engine's replica is asked for that of the next one.</summary>
    private void SendMarkets()
    {
        while (_markets.TryTake(out MarketEvent happened, out string action, out long expiryMs))
        {
            Send((Channel.MarketUpdates, null), happened.Market.Symbol, () =>
                SocketMessages.Market(happened, action, expiryMs));
        }

        if (!_marketReading.IsCompleted || _markets.Wanted is not { } sequence)
            return;
        var query = new QueryReplica(hub.Venue.Partition, 0, sequence, EngineQuestion.AboutInstruments);
        _marketReading = hub.Read(() => hub.Venue.View("follower").Ask<ReplicaAnswer>(query, Patience), Take);
    }

    /// <summary>What could not be read is asked for again with the next flush.</summary>
    private void Take(ReplicaAnswer? listed)
    {
        if (listed is not { Answer: InstrumentsAnswer instruments, Standing: var standing })
            return;
        _markets.Learn(instruments, standing.Sequence);
        SendMarkets();
    }

    private void TakeAuction(AuctionEvent happened)
    {
        LiquidationAuction auction = happened.Auction;
        var line = new AuctionLine(
            happened.TimestampMs, auction.Wallet, auction.AuctionId, auction.Status, auction.Asked, auction.EndsAtMs,
            auction.Bidder, auction.Fee);
        if (auction.Status == AuctionStatus.Started)
            _auctions[auction.AuctionId] = line;
        else
            _auctions.Remove(auction.AuctionId);
        Send((Channel.Auctions, null), auction.Wallet.ToString(), () => SocketMessages.Auction(line));
        Send((Channel.Liquidation, auction.Wallet), null, () => SocketMessages.Auction(line));
    }

    private void TakeLiquidation(LiquidationEvent happened)
    {
        LiquidationStateChanged change = happened.Liquidation;
        LiquidationState before = _liquidations.GetValueOrDefault(change.Wallet, LiquidationState.Healthy);
        if (change.State == LiquidationState.Healthy)
            _liquidations.Remove(change.Wallet);
        else
            _liquidations[change.Wallet] = change.State;
        Send((Channel.Liquidation, change.Wallet), null, () => SocketMessages.Liquidation(happened, before));
    }

    public override void Flush(IReadOnlyCollection<BookMirror> changed)
    {
        foreach (BookMirror book in changed)
            FlushTop(book);
        SendMarkets();
        _owedTops.Pay(SendTop);
        _owedSnapshots.Pay(SendSnapshot);
    }

    /// <summary>In place of one that still waits to be sent, else when it is its turn.</summary>
    private void FlushTop(BookMirror book)
    {
        string key = KeyOfTop(book.Symbol);
        foreach (GatewaySocket socket in SubscribersOf(Channel.Orderbook, null).Of(book.Symbol))
        {
            if (!socket.Replace(book.Top, key))
                _owedTops.Owe(socket, book.Symbol);
        }
    }

    /// <summary>To those who hear of a symbol; null: to all of the channel.</summary>
    private void Send(
        (Channel Channel, WalletAddress? Wallet) key, string? symbol, Func<ReadOnlyMemory<byte>> make)
    {
        if (!_subscribers.TryGetValue(key, out Subscribers? subscribers)
            || !(symbol is null ? subscribers.Any : subscribers.AnyOf(symbol)))
            return;
        ReadOnlyMemory<byte> bytes = make();
        MessageClass kind = key.Wallet is null ? MessageClass.OrderedPublic : MessageClass.PrivateDurable;
        foreach (GatewaySocket socket in symbol is null ? subscribers.Sockets : subscribers.Of(symbol))
            socket.Send(bytes, kind);
    }

    private Subscribers SubscribersOf(Channel channel, WalletAddress? wallet)
    {
        if (!_subscribers.TryGetValue((channel, wallet), out Subscribers? subscribers))
            _subscribers.Add((channel, wallet), subscribers = new Subscribers());
        return subscribers;
    }

    private void Forget(GatewaySocket socket)
    {
        _owedTops.Forget(socket);
        _owedSnapshots.Forget(socket);
        // A socket is of one wallet.
        foreach (Channel channel in Enum.GetValues<Channel>())
        {
            var key = (channel, Channels.IsPrivate(channel) ? socket.Wallet : null);
            if (!_subscribers.TryGetValue(key, out Subscribers? subscribers))
                continue;
            subscribers.Remove(socket, null);
            if (!subscribers.Any)
                _subscribers.Remove(key);
        }
    }

    private static string ActionOf(InstrumentStatus? before, InstrumentStatus after) => after switch
    {
        InstrumentStatus.Active => before == InstrumentStatus.Halted ? "Resumed" : "Created",
        InstrumentStatus.Halted => "Halted",
        InstrumentStatus.ExpiredPendingPrice => "Expired",
        InstrumentStatus.Settled => "Settled",
        _ => "Deleted",
    };

    private static string KeyOfTop(string symbol) => "orderbook:" + symbol;
}
