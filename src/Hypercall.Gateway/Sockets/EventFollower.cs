using Akka.Actor;
using Akka.Event;
using Hypercall.Actors.Views;
using Hypercall.Gateway.Accounts;
using Hypercall.Views.Events;
using Hypercall.Views.MarketData;

namespace Hypercall.Gateway.Sockets;

/// <summary>
/// Hears all events of the partition from this system's views, from what the views hold on, and keeps its books. A view
/// that is not there yet, or has ended, does not hear: it is asked until it answers. Who joins before waits.
/// </summary>
/// <typeparam name="TJoin">The message of a socket that wants to be told.</typeparam>
internal abstract class EventFollower<TJoin>(GatewayVenue venue, SequenceClock clock) : UntypedActor, IWithTimers
    where TJoin : class
{
    /// <summary>How long it waits before it asks again.</summary>
    protected static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly Dictionary<string, BookMirror> _books = new(StringComparer.Ordinal);
    private readonly Queue<TJoin> _early = new();

    public ITimerScheduler Timers { get; set; } = null!;

    protected GatewayVenue Venue => venue;

    /// <summary>The last command that it knows of; null: it has not begun.</summary>
    protected long? Sequence { get; private set; }

    protected IReadOnlyCollection<BookMirror> Books => _books.Values;

    protected override void PreStart()
    {
        Timers.StartPeriodicTimer(nameof(FlushDue), new FlushDue(), Interval);
        Ask();
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case EventsPublished published:
                Take(published.Events.Where(happened => happened.Sequence > Sequence));
                Hear(Math.Max(Sequence ?? 0, published.LastSequence));
                break;
            case TJoin join when Sequence is null:
                _early.Enqueue(join);
                break;
            case TJoin join:
                Take(join);
                break;
            case FlushDue:
                Flush();
                break;
            case EventsSubscribed content:
                Begin(content);
                break;
            case Terminated:
                _log.Warning("the views of partition {0} are made anew", venue.Partition);
                Ask();
                break;
            case AskDue:
                Ask();
                break;
            case ViewStatus:
                break;
            default:
                TakeOther(message);
                break;
        }
    }

    /// <summary>Takes what the views hold, once the books are theirs.</summary>
    /// <param name="content">What they hold.</param>
    /// <param name="hasHole">Something happened that nobody was told of.</param>
    protected abstract void Begin(EventsSubscribed content, bool hasHole);

    /// <summary>Takes what has happened, in order.</summary>
    protected abstract void Take(IEnumerable<VenueEvent> events);

    protected abstract void Take(TJoin join);

    /// <summary>Sends what is not sent at once.</summary>
    protected abstract void Flush();

    /// <summary>Takes a message of its own.</summary>
    protected abstract void TakeOther(object message);

    /// <summary>The book of an option that something has happened to.</summary>
    protected BookMirror BookOf(string symbol)
    {
        if (!_books.TryGetValue(symbol, out BookMirror? book))
            _books.Add(symbol, book = new BookMirror(symbol));
        return book;
    }

    /// <summary>The book under whatever name a client has made up: where there is none, an empty one that is not
    /// kept.</summary>
    protected BookMirror ShownBook(string symbol) => KnownBook(symbol) ?? new BookMirror(symbol);

    /// <summary>The book of an option, or null where nothing has happened to it.</summary>
    protected BookMirror? KnownBook(string symbol) => _books.GetValueOrDefault(symbol);

    protected void Forget(BookMirror book) => _books.Remove(book.Symbol);

    private void Ask()
    {
        venue.View("market").Tell(new SubscribeEvents(), Self);
        Timers.StartSingleTimer(nameof(AskDue), new AskDue(), Pause);
    }

    private void Begin(EventsSubscribed content)
    {
        Timers.Cancel(nameof(AskDue));
        Context.Watch(Sender);
        bool hasHole = Sequence is { } last && content.Sequence != last;
        _books.Clear();
        foreach (MarketSnapshot market in content.Markets)
            _books.Add(market.Symbol, new BookMirror(market) { IsDirty = true });
        Hear(content.Sequence);
        Begin(content, hasHole);
        while (_early.TryDequeue(out TJoin? join))
            Take(join);
    }

    private void Hear(long sequence)
    {
        Sequence = sequence;
        clock.Hear(sequence);
    }

    private sealed record FlushDue : INoSerializationVerificationNeeded;

    private sealed record AskDue : INoSerializationVerificationNeeded;
}
