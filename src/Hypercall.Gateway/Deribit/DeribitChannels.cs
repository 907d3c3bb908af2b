using Hypercall.Actors.Views;

namespace Hypercall.Gateway.Deribit;

/// <summary>A socket wants channels; it has been answered.</summary>
internal sealed record DeribitJoin(GatewaySocket Socket, IReadOnlyList<DeribitChannel> Channels)
    : SocketMessage(Socket);

/// <summary>A socket wants channels no longer; null: none of them.</summary>
internal sealed record DeribitLeave(GatewaySocket Socket, IReadOnlyList<string>? Names) : SocketMessage(Socket);

/// <summary>
/// The channels of Deribit's face. Where the views are made anew and something may be missing, it closes whoever was to
/// get everything: clients of this protocol notice no hole.
/// </summary>
internal sealed class DeribitChannels(SocketHub hub, DeribitPoll poll, DeribitOwnFeed own, ListedOptions listed)
    : HubChannels
{
    /// <summary>Charts read at a time: the others wait their turn, and nothing else waits for them.</summary>
    private const int ChartsAtOnce = 32;

    private readonly DeribitFeeds _feeds = new();
    private readonly List<DeribitOwnEvent> _happenedToOwn = [];
    private readonly UntoldEvents _untold = new((events, then) =>
        hub.Read(() => Task.Run(() => own.TellAsync(events)), _ => then()));
    private Task _polling = Task.CompletedTask;
    private Task _chartReading = Task.CompletedTask;
    private long _tick;

    public override void Take(SocketMessage message)
    {
        if (message is DeribitJoin join)
            Take(join);
        else if (message is DeribitLeave leave)
            _feeds.Leave(leave.Socket, leave.Names);
        else if (message is Gone gone)
            _feeds.Leave(gone.Socket, null);
    }

    public override void Begin(EventsSubscribed content, bool hasHole)
    {
        listed.Reset(content.Markets.Select(market => market.Symbol));
        if (hasHole)
            Close(_feeds.All);
    }

    private static void Close(IEnumerable<DeribitTopicFeed> feeds)
    {
        foreach (DeribitTopicFeed feed in feeds.Where(feed => !feed.Channel.IsPolled))
            feed.Close("gap");
    }

    private void Take(DeribitJoin join)
    {
        // What is gone since the socket was answered would never be dropped.
        foreach (DeribitChannel channel in join.Channels.Where(channel => !listed.IsGone(channel)))
            _feeds.Join(join.Socket, channel, hub.ShownBook);
    }

    public override void Take(VenueEvent happened)
    {
        foreach (DeribitTopicFeed feed in _feeds.Of(happened))
            feed.Take(happened, _happenedToOwn);
        if (happened is MarketEvent market)
            Take(market.Market);
    }

    public override void EndBatch()
    {
        foreach (IGrouping<WalletAddress, DeribitOwnEvent> own in
            _happenedToOwn.GroupBy(happened => happened.Channel.Wallet!.Value))
        {
            if (!_untold.TryAdd(own.Key, [.. own]))
                Close(_feeds.All.Where(feed => feed.Channel.Wallet == own.Key));
        }

        _happenedToOwn.Clear();
    }

    /// <summary>Channels of an option that is gone have nothing more to say.</summary>
    private void Take(in MarketUpdated market)
    {
        if (SocketHub.IsGone(market.Status))
        {
            listed.Remove(market.Symbol);
            _feeds.Drop(market.Symbol);
        }
        else
        {
            listed.Add(market.Symbol);
        }
    }

    public override void Flush(IReadOnlyCollection<BookMirror> changed)
    {
        _tick++;
        foreach (DeribitTopicFeed feed in _feeds.All)
            feed.Flush();
        if (_polling.IsCompleted && _feeds.Polled.ToArray() is { Length: > 0 } polled)
        {
            (Dictionary<string, BestPrices> bests, long tick) = (BestsOf(polled), _tick);
            _polling = hub.Read(() => Task.Run(() => poll.RunAsync(polled, bests, tick)), Take);
        }

        if (_chartReading.IsCompleted && _feeds.TakeCharts(ChartsAtOnce) is { Count: > 0 } charts)
        {
            long sequence = hub.Sequence ?? 0;
            _chartReading = hub.Read(() => Task.Run(() => poll.ReadChartsAsync(charts, sequence)), read =>
            {
                Take(read?.Contents);
                foreach (DeribitChannel channel in read?.Unread ?? charts)
                    _feeds.ReadAgain(channel);
            });
        }
    }

    /// <summary>Best prices of the options that there are tickers of.</summary>
    private Dictionary<string, BestPrices> BestsOf(DeribitChannel[] channels)
    {
        var bests = new Dictionary<string, BestPrices>(StringComparer.Ordinal);
        foreach (DeribitChannel channel in channels.Where(channel => channel.Topic == DeribitTopic.Ticker))
        {
            if (hub.KnownBook(channel.Symbol!) is { } book)
                bests[book.Symbol] = new BestPrices(book.BestBid, book.BestAsk, book.TimestampMs);
        }

        return bests;
    }

    private void Take(IReadOnlyList<DeribitContent>? contents)
    {
        foreach (DeribitContent content in contents ?? [])
            _feeds.Find(content.Channel)?.Replace(content.Text);
    }
}
