using System.Net.WebSockets;
using Akka.Event;
using Hypercall.Actors.Views;
using Hypercall.Views.MarketData;

namespace Hypercall.Gateway.Sockets;

/// <summary>
/// Tells every socket of both faces what it subscribed to: hears all events of the partition from this system's views,
/// from what the views hold on, keeps its books, and has its channels make of them what their sockets are sent. A view
/// that is not there yet, or has ended, does not hear: it is asked until it answers. Who joins before waits. A hub that
/// fails begins anew and closes the sockets that it told: they would hear nothing more, and not know it.
/// </summary>
internal sealed class SocketHub : ReceiveActor, IWithTimers
{
    /// <summary>How long it waits before it asks again.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly SequenceClock _clock;
    private readonly IReadOnlyList<HubChannels> _channels;
    private readonly Dictionary<string, BookMirror> _books = new(StringComparer.Ordinal);
    private readonly Queue<SocketMessage> _early = new();
    private readonly HashSet<GatewaySocket> _sockets = [];

    public SocketHub(GatewayVenue venue, SequenceClock clock, Func<SocketHub, IReadOnlyList<HubChannels>> channels)
    {
        (Venue, _clock) = (venue, clock);
        _channels = channels(this);
        // One that begins anew hears on before it is told what the views hold.
        Receive<EventsPublished>(_ => Sequence is null, _ => { });
        Receive<EventsPublished>(Take);
        Receive<SocketMessage>(TakeInTurn);
        Receive<Turn>(turn => turn.GoOn());
        Receive<FlushDue>(_ => Flush());
        Receive<EventsSubscribed>(Begin);
        Receive<Terminated>(_ => AskAnew());
        Receive<AskDue>(_ => Ask());
        Receive<ViewStatus>(_ => { });
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public GatewayVenue Venue { get; }

    /// <summary>The last command that it knows of; null: it has not begun.</summary>
    public long? Sequence { get; private set; }

    public IReadOnlyCollection<BookMirror> Books => _books.Values;

    /// <param name="clock">Is told how far they have got.</param>
    public static Props Props(
        GatewayVenue venue, SequenceClock clock, Func<SocketHub, IReadOnlyList<HubChannels>> channels) =>
        Akka.Actor.Props.Create(() => new SocketHub(venue, clock, channels));

    /// <summary>Whether nothing happens any more to an option of a status.</summary>
    public static bool IsGone(InstrumentStatus status) =>
        status is InstrumentStatus.Settled or InstrumentStatus.Deleted;

    /// <summary>The book of an option, or null where nothing has happened to it.</summary>
    public BookMirror? KnownBook(string symbol) => _books.GetValueOrDefault(symbol);

    /// <summary>The book under whatever name a client has made up: where there is none, an empty one that is not
    /// kept.</summary>
    public BookMirror ShownBook(string symbol) => KnownBook(symbol) ?? new BookMirror(symbol);

    /// <summary>
    /// Reads, and goes on with what was read when it is the hub's turn again; null: it could not be read. Whoever's
    /// request made the hub run has nothing to do with it.
    /// </summary>
    /// <returns>Has ended when the hub goes on.</returns>
    public Task Read<T>(Func<Task<T>> read, Action<T?> then)
        where T : class
    {
        var reading = new TaskCompletionSource();
        Turn TurnOf(T? content) => new(() =>
        {
            reading.SetResult();
            then(content);
        });
        using AsyncFlowControl apart = ExecutionContext.SuppressFlow();
        read().PipeTo(Self, Self, TurnOf, failure =>
        {
            _log.Debug("what sockets are told of cannot be read now: {0}", failure);
            return TurnOf(null);
        });
        return reading.Task;
    }

    protected override void PreStart()
    {
        Timers.StartPeriodicTimer(nameof(FlushDue), new FlushDue(), Interval);
        Ask();
    }

    protected override void PreRestart(Exception reason, object message)
    {
        _log.Warning(
            "what sockets of partition {0} are told begins anew after a failure, {1} of them are closed",
            Venue.Partition, _sockets.Count);
        foreach (GatewaySocket socket in _sockets)
            socket.Close(WebSocketCloseStatus.InternalServerError, "the gateway has lost what it told: connect again");
        base.PreRestart(reason, message);
    }

    private void AskAnew()
    {
        _log.Warning("the views of partition {0} are made anew", Venue.Partition);
        Ask();
    }

    private void Ask()
    {
        Venue.View("market").Tell(new SubscribeEvents(), Self);
        Timers.StartSingleTimer(nameof(AskDue), new AskDue(), Pause);
    }

    private void Begin(EventsSubscribed content)
    {
        Timers.Cancel(nameof(AskDue));
        Context.Watch(Sender);
        bool hasHole = Sequence is { } last && content.Sequence != last;
        _books.Clear();
        foreach (MarketSnapshot market in content.Markets)
            _books.Add(market.Symbol, new BookMirror(market));
        Hear(content.Sequence);
        foreach (HubChannels channels in _channels)
            channels.Begin(content, hasHole);
        while (_early.TryDequeue(out SocketMessage? message))
            Take(message);
    }

    private void TakeInTurn(SocketMessage message)
    {
        if (message is Gone)
            _sockets.Remove(message.Socket);
        else
            _sockets.Add(message.Socket);
        if (Sequence is null)
            _early.Enqueue(message);
        else
            Take(message);
    }

    private void Take(SocketMessage message)
    {
        foreach (HubChannels channels in _channels)
            channels.Take(message);
    }

    private void Take(EventsPublished published)
    {
        foreach (VenueEvent happened in published.Events.Where(happened => happened.Sequence > Sequence))
            Take(happened);
        foreach (HubChannels channels in _channels)
            channels.EndBatch();
        Hear(Math.Max(Sequence ?? 0, published.LastSequence));
    }

    private void Take(VenueEvent happened)
    {
        if (happened is BookEvent change)
            BookOf(change.Symbol).Apply(change);
        foreach (HubChannels channels in _channels)
            channels.Take(happened);
        if (happened is MarketEvent market)
            Take(market.Market);
    }

    /// <summary>Its channels have been told: until then its book says how the option stood before.</summary>
    private void Take(in MarketUpdated market)
    {
        if (IsGone(market.Status))
            _books.Remove(market.Symbol);
        else
            BookOf(market.Symbol).Status = market.Status;
    }

    private BookMirror BookOf(string symbol)
    {
        if (!_books.TryGetValue(symbol, out BookMirror? book))
            _books.Add(symbol, book = new BookMirror(symbol));
        return book;
    }

    private void Flush()
    {
        BookMirror[] changed = [.. _books.Values.Where(book => book.IsDirty)];
        foreach (BookMirror book in changed)
            book.IsDirty = false;
        foreach (HubChannels channels in _channels)
            channels.Flush(changed);
    }

    private void Hear(long sequence)
    {
        Sequence = sequence;
        _clock.Hear(sequence);
    }

    private sealed record FlushDue : INoSerializationVerificationNeeded;

    private sealed record AskDue : INoSerializationVerificationNeeded;

    private sealed record Turn(Action GoOn) : INoSerializationVerificationNeeded;
}
