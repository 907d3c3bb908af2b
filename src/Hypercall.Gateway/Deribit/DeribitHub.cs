using Akka.Actor;
using Hypercall.Actors.Views;
using Hypercall.Gateway.Accounts;
using Hypercall.Gateway.Sockets;
using Hypercall.Views.Events;

namespace Hypercall.Gateway.Deribit;

/// <summary>To the hub: a socket wants channels; it has been answered.</summary>
internal sealed record DeribitJoin(GatewaySocket Socket, IReadOnlyList<DeribitChannel> Channels)
    : INoSerializationVerificationNeeded;

/// <summary>To the hub: a socket wants channels no longer; null: none of them.</summary>
internal sealed record DeribitLeave(GatewaySocket Socket, IReadOnlyList<string>? Names)
    : INoSerializationVerificationNeeded;

/// <summary>
/// Tells the sockets of Deribit's face what they subscribed to, from the events of this system's views. Where the views
/// are made anew and something may be missing, it closes whoever was to get everything: clients of this protocol notice
/// no hole.
/// </summary>
internal sealed class DeribitHub(
    GatewayVenue venue, SequenceClock clock, DeribitPoll poll, DeribitOwnFeed own, ListedOptions listed)
    : EventFollower<DeribitJoin>(venue, clock)
{
    /// <summary>Charts read at a time: the others wait their turn, and nothing else waits for them.</summary>
    private const int ChartsAtOnce = 32;

    private readonly DeribitFeeds _feeds = new();
    private bool _isPolling;
    private bool _isReadingCharts;
    private long _tick;

    public static Props Props(
        GatewayVenue venue, SequenceClock clock, DeribitPoll poll, DeribitOwnFeed own, ListedOptions listed) =>
        Akka.Actor.Props.Create(() => new DeribitHub(venue, clock, poll, own, listed));

    protected override void TakeOther(object message)
    {
        switch (message)
        {
            case DeribitLeave leave:
                _feeds.Leave(leave.Socket, leave.Names);
                break;
            case DeribitPolled polled:
                _isPolling = false;
                Take(polled.Contents);
                break;
            case DeribitCharts charts:
                _isReadingCharts = false;
                Take(charts.Contents);
                foreach (DeribitChannel channel in charts.Unread)
                    _feeds.ReadAgain(channel);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    protected override void Begin(EventsSubscribed content, bool hasHole)
    {
        listed.Reset(content.Markets.Select(market => market.Symbol));
        if (hasHole)
            CloseAll();
    }

    private void CloseAll()
    {
        foreach (DeribitTopicFeed feed in _feeds.All.Where(feed => !feed.Channel.IsPolled))
            feed.Close("gap");
    }

    protected override void Take(DeribitJoin join)
    {
        foreach (DeribitChannel channel in join.Channels)
        {
            _feeds.Join(join.Socket, channel, () => new DeribitTopicFeed(
                channel, channel.Topic == DeribitTopic.Book ? ShownBook(channel.Symbol!) : null));
        }
    }

    protected override void Take(IEnumerable<VenueEvent> events)
    {
        var happenedToOwn = new List<DeribitOwnEvent>();
        foreach (VenueEvent happened in events)
        {
            if (happened is BookEvent change)
                BookOf(change.Symbol).Apply(change);
            foreach (DeribitTopicFeed feed in _feeds.Of(happened))
                feed.Take(happened, happenedToOwn);
            if (happened is MarketEvent market)
                Take(market.Market);
        }

        if (happenedToOwn.Count > 0 && !own.TryAdd(happenedToOwn))
            CloseAll();
    }

    /// <summary>Channels of an option that is gone have nothing more to say.</summary>
    private void Take(in MarketUpdated market)
    {
        if (market.Status is InstrumentStatus.Settled or InstrumentStatus.Deleted)
        {
            listed.Remove(market.Symbol);
            Forget(BookOf(market.Symbol));
            _feeds.Drop(market.Symbol);
        }
        else
        {
            listed.Add(market.Symbol);
            BookOf(market.Symbol);
        }
    }

    protected override void Flush()
    {
        _tick++;
        foreach (DeribitTopicFeed feed in _feeds.All)
            feed.Flush();
        if (!_isPolling && _feeds.Polled.ToArray() is { Length: > 0 } polled)
        {
            _isPolling = true;
            (Dictionary<string, BestPrices> bests, long tick) = (BestsOf(polled), _tick);
            Read(() => poll.RunAsync(polled, bests, tick));
        }

        if (!_isReadingCharts && _feeds.TakeCharts(ChartsAtOnce) is { Count: > 0 } charts)
        {
            _isReadingCharts = true;
            long sequence = Sequence ?? 0;
            Read(() => poll.ReadChartsAsync(charts, sequence));
        }
    }

    /// <summary>Best prices of the options that there are tickers of.</summary>
    private Dictionary<string, BestPrices> BestsOf(DeribitChannel[] channels)
    {
        var bests = new Dictionary<string, BestPrices>(StringComparer.Ordinal);
        foreach (DeribitChannel channel in channels.Where(channel => channel.Topic == DeribitTopic.Ticker))
        {
            if (KnownBook(channel.Symbol!) is { } book)
                bests[book.Symbol] = new BestPrices(book.BestBid, book.BestAsk, book.TimestampMs);
        }

        return bests;
    }

    /// <summary>Whoever's request made the hub run has nothing to do with what is read here.</summary>
    private void Read<T>(Func<Task<T>> read)
    {
        using AsyncFlowControl apart = ExecutionContext.SuppressFlow();
        Task.Run(read).PipeTo(Self);
    }

    private void Take(IReadOnlyList<(DeribitChannel Channel, ReadOnlyMemory<byte> Content)> contents)
    {
        foreach ((DeribitChannel channel, ReadOnlyMemory<byte> content) in contents)
            _feeds.Find(channel)?.Replace(content);
    }
}
