using Akka.Actor;
using Hypercall.Actors.Views;
using Hypercall.Engine.Domain;
using Hypercall.Gateway.Accounts;
using Hypercall.Gateway.Hosting;
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
internal sealed class DeribitHub(GatewayVenue venue, SequenceClock clock, DeribitPoll poll, DeribitOwnFeed own)
    : EventFollower<DeribitJoin>(venue, clock)
{
    private readonly Dictionary<(string Name, WalletAddress? Wallet), DeribitTopicFeed> _feeds = [];
    private bool _isPolling;
    private long _tick;

    public static Props Props(GatewayVenue venue, SequenceClock clock, DeribitPoll poll, DeribitOwnFeed own) =>
        Akka.Actor.Props.Create(() => new DeribitHub(venue, clock, poll, own));

    protected override void TakeOther(object message)
    {
        switch (message)
        {
            case DeribitLeave leave:
                Take(leave);
                break;
            case DeribitPolled polled:
                Take(polled);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    protected override void Begin(EventsSubscribed content, bool hasHole)
    {
        if (hasHole)
            CloseAll();
    }

    private void CloseAll()
    {
        foreach (DeribitTopicFeed feed in _feeds.Values.Where(feed => !feed.Channel.IsPolled))
            feed.Close("gap");
    }

    protected override void Take(DeribitJoin join)
    {
        foreach (DeribitChannel channel in join.Channels)
        {
            if (!_feeds.TryGetValue((channel.Name, channel.Wallet), out DeribitTopicFeed? feed))
            {
                BookMirror? book = channel.Topic == DeribitTopic.Book ? ShownBook(channel.Symbol!) : null;
                _feeds.Add((channel.Name, channel.Wallet), feed = new DeribitTopicFeed(channel, book));
            }

            feed.Add(join.Socket);
        }
    }

    private void Take(DeribitLeave leave)
    {
        foreach (((string Name, WalletAddress?) key, DeribitTopicFeed feed) in _feeds.ToArray())
        {
            if (leave.Names is null || leave.Names.Contains(key.Name))
                feed.Remove(leave.Socket);
            if (feed.IsEmpty)
                _feeds.Remove(key);
        }
    }

    protected override void Take(IEnumerable<VenueEvent> events)
    {
        var happenedToOwn = new List<DeribitOwnEvent>();
        foreach (VenueEvent happened in events)
        {
            if (happened is BookEvent change)
                BookOf(change.Symbol).Apply(change);
            foreach (DeribitTopicFeed feed in _feeds.Values)
                feed.Take(happened, happenedToOwn);
        }

        if (happenedToOwn.Count > 0 && !own.TryAdd(happenedToOwn))
            CloseAll();
    }

    protected override void Flush()
    {
        _tick++;
        foreach (DeribitTopicFeed feed in _feeds.Values)
            feed.Flush();
        DeribitChannel[] polled = [.. _feeds.Values.Select(feed => feed.Channel).Where(channel => channel.IsPolled)];
        if (_isPolling || polled.Length == 0)
            return;
        _isPolling = true;
        poll.RunAsync(polled, BestsOf(polled), Sequence ?? 0, _tick).PipeTo(Self);
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

    private void Take(DeribitPolled polled)
    {
        _isPolling = false;
        foreach ((DeribitChannel channel, ReadOnlyMemory<byte> content) in polled.Contents)
        {
            if (_feeds.TryGetValue((channel.Name, channel.Wallet), out DeribitTopicFeed? feed))
                feed.Replace(content);
        }
    }
}
