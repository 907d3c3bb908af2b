namespace Hypercall.Gateway.Deribit;

/// <summary>One channel's subscribers, and what they are to be sent.</summary>
/// <param name="book">The book that it is about, or null.</param>
/// <param name="listeners">Who listens to it, and to others.</param>
internal sealed class DeribitTopicFeed(
    DeribitChannel channel, BookMirror? book, Listeners<DeribitTopicFeed> listeners)
{
    private readonly DeribitBookFeed? _book = book is null ? null : new DeribitBookFeed(channel, book);
    private readonly List<DeribitTrade> _trades = [];
    private (Price Price, int Tick)? _lastTrade;
    private ReadOnlyMemory<byte>? _content;

    public DeribitChannel Channel => channel;

    public IReadOnlyCollection<GatewaySocket> Sockets => listeners.Of(this);

    public bool IsEmpty => Sockets.Count == 0;

    /// <summary>True: it waits to be read.</summary>
    public bool IsDue { get; set; }

    private MessageClass Class => Channel.Wallet is null ? MessageClass.OrderedPublic : MessageClass.PrivateDurable;

    /// <summary>Sends a new socket the content as it stands.</summary>
    public void SendContent(GatewaySocket socket)
    {
        if (_book is not null)
            socket.Send(_book.Snapshot(), Class);
        if (_content is { } content)
            socket.Send(content, ReplaceableClass, Channel.Name);
    }

    /// <summary>Closes them all: something may be missing.</summary>
    public void Close(string cause)
    {
        foreach (GatewaySocket socket in Sockets)
            socket.Close(SlowConsumer.ReasonOf(Class, cause));
    }

    /// <summary>Takes an event.</summary>
    /// <param name="own">Where events of wallets are put that the history has more about.</param>
    public void Take(VenueEvent happened, List<DeribitOwnEvent> own)
    {
        switch (Channel.Topic, happened)
        {
            case (DeribitTopic.Book, BookEvent change) when change.Symbol == Channel.Symbol:
                _book!.Take(change);
                FlushRaw();
                break;
            case (DeribitTopic.Trades, FillEvent fill) when fill.Fill.Symbol == Channel.Symbol:
                Take(fill);
                FlushRaw();
                break;
            case (DeribitTopic.UserOrders, OrderEvent order)
                when order.Order.Wallet == Channel.Wallet && Channel.Hears(order.Order.Symbol):
                own.Add(new DeribitOwnEvent(Channel, [.. Sockets], order, null));
                break;
            case (DeribitTopic.UserTrades, FillEvent fill) when Channel.Hears(fill.Fill.Symbol):
                AddSides(fill, own);
                break;
            case (DeribitTopic.UserProtection, ProtectionEvent protection)
                when protection.Protection.Wallet == Channel.Wallet
                    && protection.Protection.Underlying == Channel.Underlying:
                SendAll(MessageOf(protection));
                break;
        }
    }

    /// <summary>Sends what is due.</summary>
    public void Flush()
    {
        if (_book?.Flush() is { } change)
            SendAll(change);
        if (_trades.Count == 0)
            return;
        SendAll(DeribitMessages.Of(Channel.Name, _trades, static (writer, trade) => trade.WriteMembers(writer)));
        _trades.Clear();
    }

    /// <summary>Sends content that takes the place of the one before it, where it is another one.</summary>
    public void Replace(ReadOnlyMemory<byte> content)
    {
        if (_content is { } before && before.Span.SequenceEqual(content.Span))
            return;
        _content = content;
        foreach (GatewaySocket socket in Sockets)
            socket.Send(content, ReplaceableClass, Channel.Name);
    }

    private MessageClass ReplaceableClass =>
        Channel.Wallet is null ? MessageClass.ReplaceablePublic : MessageClass.ReplaceablePrivate;

    private void FlushRaw()
    {
        if (Channel.IsRaw)
            Flush();
    }

    private void Take(FillEvent happened)
    {
        Filled fill = happened.Fill;
        int? tick = _lastTrade is { } last ? DeribitTrade.TickOf(fill.Price, last.Price, last.Tick) : null;
        _lastTrade = (fill.Price, tick ?? 0);
        _trades.Add(new DeribitTrade(
            fill.TradeId, fill.Symbol, happened.TimestampMs, fill.TakerSide, fill.Price, fill.Size, tick));
    }

    private void AddSides(FillEvent fill, List<DeribitOwnEvent> own)
    {
        foreach (bool isTaker in (bool[])[true, false])
        {
            if ((isTaker ? fill.Fill.TakerWallet : fill.Fill.MakerWallet) == Channel.Wallet)
                own.Add(new DeribitOwnEvent(
                    Channel, [.. Sockets], null, FillRow.Of(fill.Fill, isTaker, fill.Sequence, fill.TimestampMs)));
        }
    }

    private ReadOnlyMemory<byte> MessageOf(ProtectionEvent happened) => DeribitMessages.Of(Channel.Name, writer =>
    {
        writer.WriteString("index_name", DeribitNames.IndexOf(happened.Protection.Underlying));
        writer.WriteNumber("frozen_until", happened.Protection.FrozenUntilMs);
    });

    private void SendAll(ReadOnlyMemory<byte> message)
    {
        foreach (GatewaySocket socket in Sockets)
            socket.Send(message, Class);
    }
}
