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
/// A hole in what the gateway itself has heard (gateway.md §6), made by views that are lost and made anew where more has
/// happened.
/// </summary>
public sealed class HubGapTests : IAsyncLifetime
{
    private const string Option = "ETH-20351228-3200-C";
    private const long FirstL2 = 5;
    private const long LaterL2 = 9;
    private const long LaterSequence = 10;
    private static readonly WalletAddress Wallet = WalletAddress.FromNumber(1);

    private ActorSystem _system = null!;
    private IActorRef _views = ActorRefs.Nobody;
    private IActorRef _hub = ActorRefs.Nobody;

    public Task InitializeAsync()
    {
        _system = HubSystem.Begin("hub-gap", hasTestClock: false);
        _views = HubSystem.BeginViews(
            _system, MarketAt(1, FirstL2, 11), MarketAt(LaterSequence, LaterL2, 12));
        _hub = _system.ActorOf(SocketHub.Props(
            GatewayVenue.Of(_system, HubSystem.Partition), new SequenceClock(), hub => [new VenueChannels(hub)]));
        return Task.CompletedTask;
    }

    public Task DisposeAsync() => _system.Terminate();

    [Fact]
    public async Task A_hole_begins_a_books_chain_anew_and_closes_who_was_to_hear_of_everything()
    {
        await using SocketPair book = await SocketPair.OpenAsync();
        await using SocketPair own = await SocketPair.OpenAsync();
        book.Run();
        own.Run();
        _hub.Tell(JoinOf(book.Server, Channel.OrderbookDelta, null));
        _hub.Tell(JoinOf(own.Server, Channel.OrderUpdates, Wallet));
        Assert.Equal("Subscribed", (await ReadAsync(own)).GetProperty("type").GetString());
        Assert.Equal("Subscribed", (await ReadAsync(book)).GetProperty("type").GetString());
        Assert.Equal(FirstL2, (await ReadAsync(book)).GetProperty("sequence").GetInt64());

        _views.Tell(ViewNodeStub.Anew);

        JsonElement anew = await ReadAsync(book);
        Assert.Equal(
            (true, JsonValueKind.Null, LaterL2, "12"),
            (anew.GetProperty("snapshot").GetBoolean(), anew.GetProperty("prev_sequence").ValueKind,
                anew.GetProperty("sequence").GetInt64(), anew.GetProperty("bids")[0][0].GetString()));
        Assert.Equal(
            (WebSocketCloseStatus.PolicyViolation,
                """{"error":"slow_consumer","class":"private_durable","cause":"gap","recovery":"rest_reconcile"}"""),
            await ReadCloseAsync(own));
        _hub.Tell(new EventsPublished(LaterSequence + 1, [new BookEvent(
            LaterSequence + 1, 1, Option, LaterL2 + 1, [LevelAt(13)], [])]));
        Assert.Equal(LaterL2, (await ReadAsync(book)).GetProperty("prev_sequence").GetInt64());
    }

    private static Subscription JoinOf(GatewaySocket socket, Channel channel, WalletAddress? wallet) =>
        new(socket, channel, channel.ToString(), wallet, null, new ChainFilter(null, null, null), null);

    private static async Task<JsonElement> ReadAsync(SocketPair pair)
    {
        byte[] buffer = new byte[4_096];
        WebSocketReceiveResult read = await pair.Client.ReceiveAsync(buffer, CancellationToken.None);
        Assert.True(read.EndOfMessage);
        using JsonDocument message = JsonDocument.Parse(buffer.AsMemory(0, read.Count));
        return message.RootElement.Clone();
    }

    private static async Task<(WebSocketCloseStatus?, string?)> ReadCloseAsync(SocketPair pair)
    {
        WebSocketReceiveResult read = await pair.Client.ReceiveAsync(new byte[1], CancellationToken.None);
        Assert.Equal(WebSocketMessageType.Close, read.MessageType);
        return (pair.Client.CloseStatus, pair.Client.CloseStatusDescription);
    }

    private static BookLevel LevelAt(long price) => new(Price.FromUsdc(price), Quantity.FromContracts(1));

    /// <summary>Views of one option, with a bid in its book.</summary>
    internal static Props MarketAt(long sequence, long l2Sequence, long price)
    {
        var content = new EventsSubscribed(
            sequence,
            FeedStatus.Ready,
            [new MarketSnapshot(Option, sequence, l2Sequence, InstrumentStatus.Active, [LevelAt(price)], [], [])],
            new LiquidationsSnapshot(sequence, [], []));
        return Props.Create(() => new MarketStub(content));
    }

    private sealed class MarketStub(EventsSubscribed content) : UntypedActor
    {
        protected override void OnReceive(object message) => Sender.Tell(content);
    }
}
