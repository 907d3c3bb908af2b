using Akka.Actor;
using Akka.Event;
using Hypercall.Actors.Views;
using Hypercall.Engine.Domain;
using Hypercall.Gateway.Accounts;
using Hypercall.Gateway.Hosting;
using Hypercall.Gateway.Sockets;
using Hypercall.Views.Events;
using Hypercall.Views.MarketData;

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
internal sealed class DeribitHub : UntypedActor, IWithTimers
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly GatewayVenue _venue;
    private readonly SequenceClock _clock;
    private readonly DeribitPoll _poll;
    private readonly DeribitOwnFeed _own;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly Dictionary<string, BookMirror> _books = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Name, WalletAddress? Wallet), DeribitTopicFeed> _feeds = [];
    private readonly Queue<DeribitJoin> _early = new();
    private long? _sequence;
    private bool _isPolling;

    public DeribitHub(GatewayVenue venue, SequenceClock clock, DeribitPoll poll, DeribitOwnFeed own)
    {
        (_venue, _clock, _poll, _own) = (venue, clock, poll, own);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(GatewayVenue venue, SequenceClock clock, DeribitPoll poll, DeribitOwnFeed own) =>
        Akka.Actor.Props.Create(() => new DeribitHub(venue, clock, poll, own));

    protected override void PreStart()
    {
        Timers.StartPeriodicTimer(nameof(FlushDue), FlushDue.Instance, Interval);
        Ask();
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case EventsPublished published:
                Take(published);
                break;
            case DeribitJoin join when _sequence is null:
                _early.Enqueue(join);
                break;
            case DeribitJoin join:
                Take(join);
                break;
            case DeribitLeave leave:
                Take(leave);
                break;
            case FlushDue:
                FlushAll();
                break;
            case DeribitPolled polled:
                Take(polled);
                break;
            case EventsSubscribed content:
                Begin(content);
                break;
            case Terminated:
                _log.Warning("the views of partition {0} are made anew", _venue.Partition);
                Ask();
                break;
            case AskDue:
                Ask();
                break;
            case ViewStatus:
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    /// <summary>Asks until it is answered: a view that is not there yet, or has ended, does not hear.</summary>
    private void Ask()
    {
        _venue.View("market").Tell(SubscribeEvents.Instance, Self);
        Timers.StartSingleTimer(nameof(AskDue), AskDue.Instance, Pause);
    }

    private void Begin(EventsSubscribed content)
    {
        Timers.Cancel(nameof(AskDue));
        Context.Watch(Sender);
        if (_sequence is { } last && content.Sequence != last)
            CloseAll();
        _books.Clear();
        foreach (MarketSnapshot market in content.Markets)
            _books.Add(market.Symbol, new BookMirror(market));
        _sequence = content.Sequence;
        _clock.Hear(content.Sequence);
        while (_early.TryDequeue(out DeribitJoin? join))
            Take(join);
    }

    private void CloseAll()
    {
        foreach (DeribitTopicFeed feed in _feeds.Values.Where(feed => !feed.Channel.IsPolled))
            feed.Close("gap");
    }

    private void Take(DeribitJoin join)
    {
        foreach (DeribitChannel channel in join.Channels)
        {
            if (!_feeds.TryGetValue((channel.Name, channel.Wallet), out DeribitTopicFeed? feed))
            {
                BookMirror? book = channel.Topic == DeribitTopic.Book ? BookOf(channel.Symbol!) : null;
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

    private void Take(EventsPublished published)
    {
        var own = new List<DeribitOwnEvent>();
        foreach (VenueEvent happened in published.Events)
        {
            if (!(happened.Sequence > _sequence))
                continue;
            if (happened is BookEvent change)
                BookOf(change.Symbol).Apply(change);
            foreach (DeribitTopicFeed feed in _feeds.Values)
                feed.Take(happened, own);
        }

        _sequence = Math.Max(_sequence ?? 0, published.LastSequence);
        _clock.Hear(published.LastSequence);
        if (own.Count > 0 && !_own.TryAdd(own))
            CloseAll();
    }

    private void FlushAll()
    {
        foreach (DeribitTopicFeed feed in _feeds.Values)
            feed.Flush();
        DeribitChannel[] polled = [.. _feeds.Values.Select(feed => feed.Channel).Where(channel => channel.IsPolled)];
        if (_isPolling || polled.Length == 0)
            return;
        _isPolling = true;
        _poll.RunAsync(polled, _sequence ?? 0).PipeTo(Self);
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

    private BookMirror BookOf(string symbol)
    {
        if (!_books.TryGetValue(symbol, out BookMirror? book))
            _books.Add(symbol, book = new BookMirror(symbol));
        return book;
    }

    private sealed class FlushDue : INoSerializationVerificationNeeded
    {
        public static FlushDue Instance { get; } = new();
    }

    private sealed class AskDue : INoSerializationVerificationNeeded
    {
        public static AskDue Instance { get; } = new();
    }
}
