using Akka.Actor;
using Hypercall.Actors.Views;
using Hypercall.Engine.Events;
using Hypercall.Gateway.Accounts;
using Hypercall.Gateway.Sockets;
using Hypercall.Gateway.Standing;
using Hypercall.Views.Events;
using Hypercall.Views.Feed;
using Hypercall.Views.Liquidations;
using Hypercall.Views.MarketData;

namespace Hypercall.Gateway.Tests.Sockets;

/// <summary>
/// A client of all books of a venue of 10,000 options: more than may wait to be sent to it at once. By a clock of the
/// test's own, with views that hold them.
/// </summary>
public sealed class AllBooksTests : IAsyncLifetime
{
    private const int Books = 10_000;

    private readonly TaskCompletionSource _told = new();
    private readonly byte[] _buffer = new byte[1 << 16];
    private ActorSystem _system = null!;
    private IActorRef _hub = ActorRefs.Nobody;
    private SocketPair _pair = null!;

    public async Task InitializeAsync()
    {
        _system = HubSystem.Begin("all-books");
        HubSystem.BeginViews(_system, Props.Create(() => new MarketStub(_told)));
        _hub = _system.ActorOf(SocketHub.Props(
            GatewayVenue.Of(_system, HubSystem.Partition), new SequenceClock(), hub => [new VenueChannels(hub)]));
        _pair = await SocketPair.OpenAsync();
        while (!_told.Task.IsCompleted)
            await TickAsync();
    }

    public async Task DisposeAsync()
    {
        await _pair.DisposeAsync();
        await _system.Terminate();
    }

    /// <summary>Half of the books change before their snapshot's turn comes, and all of them after it.</summary>
    [Fact]
    public async Task Every_chain_begins_with_its_snapshot_and_goes_on()
    {
        await JoinAsync(Channel.OrderbookDelta, "orderbook_delta");
        for (int number = 0; number < Books; number += 2)
            _hub.Tell(Change(number, 2, Books + 1 + number));
        await TickAsync();
        var books = new Dictionary<string, TestBook>();
        _pair.Run();
        await TakeUntilAsync(books, () => books.Count == Books);
        for (int number = 0; number < Books; number++)
        {
            _hub.Tell(Change(number, 3, 2 * Books + 1 + number));
            if (number % 256 == 0)
                await TakeUntilAsync(books, () => books[Symbol(number)].Sequence > 2 * Books);
        }

        await TakeUntilAsync(books, () => books.Values.All(book => book.Sequence > 2 * Books));

        for (int number = 0; number < Books; number++)
        {
            string text = number % 2 == 0 ? "3:1:2:1:1:1" : "3:1:1:1";
            Assert.Equal(text, books[Symbol(number)].Text);
        }
    }

    /// <summary>What changes while the client reads nothing is told as it stands in the end.</summary>
    [Fact]
    public async Task Tops_of_all_books_come_as_they_stand()
    {
        await JoinAsync(Channel.Orderbook, "orderbook");
        for (int number = 0; number < Books; number++)
            _hub.Tell(Change(number, 2, Books + 1 + number));
        await TickAsync();
        var bids = new Dictionary<string, int>();
        _pair.Run();
        while (bids.Count < Books)
        {
            JsonElement top = await ReadAsync();
            if (top.GetProperty("type").GetString() == "OrderbookUpdate")
                bids[top.GetProperty("symbol").GetString()!] = top.GetProperty("bids").GetArrayLength();
        }

        Assert.All(bids.Values, levels => Assert.Equal(2, levels));
    }

    private static string Symbol(int number) => $"ETH-20351228-{1_000 + number}-C";

    private static EventsPublished Change(int number, int price, long sequence) => new(sequence, [new BookEvent(
        sequence, sequence, Symbol(number), sequence,
        [new BookLevel(Price.FromUsdc(price), Quantity.FromContracts(1))], [])]);

    /// <summary>Nothing is read until the hub has taken it.</summary>
    private async Task JoinAsync(Channel channel, string name)
    {
        _hub.Tell(new Subscription(_pair.Server, channel, name, null, null, new ChainFilter(null, null, null), null));
        await TickAsync();
    }

    /// <summary>Lets 100 ms pass, and waits until the hub has done what was due.</summary>
    private Task TickAsync() => HubSystem.TickAsync(_system, _hub);

    /// <summary>What the client reads next; while it waits, the hub's time passes.</summary>
    private async Task<JsonElement> ReadAsync()
    {
        Task<WebSocketReceiveResult> reading = _pair.Client.ReceiveAsync(_buffer, CancellationToken.None);
        while (!reading.IsCompleted)
            await TickAsync();
        WebSocketReceiveResult result = await reading;
        Assert.True(result.MessageType == WebSocketMessageType.Text, _pair.Client.CloseStatusDescription);
        return JsonDocument.Parse(_buffer.AsMemory(0, result.Count)).RootElement.Clone();
    }

    private async Task TakeUntilAsync(Dictionary<string, TestBook> books, Func<bool> isSo)
    {
        while (!isSo())
        {
            JsonElement delta = await ReadAsync();
            if (delta.GetProperty("type").GetString() != "OrderbookDelta")
                continue;
            string symbol = delta.GetProperty("symbol").GetString()!;
            Assert.Equal(!books.ContainsKey(symbol), delta.GetProperty("snapshot").GetBoolean());
            if (!books.TryGetValue(symbol, out TestBook? book))
                books.Add(symbol, book = new TestBook());
            book.Take(delta);
        }
    }

    /// <summary>Tells once what it holds: a second time would take back what the test told since.</summary>
    private sealed class MarketStub(TaskCompletionSource told) : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            if (message is not SubscribeEvents || told.Task.IsCompleted)
                return;
            Sender.Tell(new EventsSubscribed(
                Books,
                FeedStatus.Ready,
                [.. Enumerable.Range(0, Books).Select(number => new MarketSnapshot(
                    Symbol(number), Books, number + 1, InstrumentStatus.Active,
                    [new BookLevel(Price.FromUsdc(1), Quantity.FromContracts(1))], [], []))],
                new LiquidationsSnapshot(Books, [], [])));
            told.TrySetResult();
        }
    }
}
