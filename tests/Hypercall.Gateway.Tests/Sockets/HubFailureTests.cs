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

/// <summary>A failure in what tells sockets closes them, and nobody is left who hears nothing (gateway.md §6).</summary>
public sealed class HubFailureTests : IAsyncLifetime
{
    private const string Option = "ETH-20351228-3200-C";
    private const string Failing = "ETH-20351228-3300-C";
    private const long Sequence = 7;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly TaskCompletionSource _mayBeginAnew = new();
    private ActorSystem _system = null!;
    private IActorRef _hub = ActorRefs.Nobody;

    public Task InitializeAsync()
    {
        _system = HubSystem.Begin("hub-failure");
        Task mayBeginAnew = _mayBeginAnew.Task;
        HubSystem.BeginViews(_system, Props.Create(() => new MarketStub(mayBeginAnew)));
        _hub = _system.ActorOf(SocketHub.Props(
            GatewayVenue.Of(_system, HubSystem.Partition), new SequenceClock(), hub =>
            [
                new FailingChannels(), new VenueChannels(hub),
            ]));
        return Task.CompletedTask;
    }

    public Task DisposeAsync() => _system.Terminate();

    /// <summary>The views go on telling the hub before it has heard what they hold.</summary>
    [Fact]
    public async Task Who_was_told_is_closed_and_who_comes_then_is_told_from_the_beginning()
    {
        await using SocketPair book = await SocketPair.OpenAsync();
        await using SocketPair own = await SocketPair.OpenAsync();
        await using SocketPair later = await SocketPair.OpenAsync();
        foreach (SocketPair pair in (SocketPair[])[book, own, later])
            pair.Run();
        _hub.Tell(JoinOf(book.Server, Channel.OrderbookDelta, null));
        _hub.Tell(JoinOf(own.Server, Channel.OrderUpdates, WalletAddress.FromNumber(1)));
        Assert.Equal("Subscribed", await TypeOfNextAsync(book));
        Assert.Equal("OrderbookDelta", await TypeOfNextAsync(book));
        Assert.Equal("Subscribed", await TypeOfNextAsync(own));

        _hub.Tell(new EventsPublished(Sequence + 1, [new BookEvent(Sequence + 1, 1, Failing, 1, [], [])]));

        foreach (SocketPair pair in (SocketPair[])[book, own])
        {
            WebSocketReceiveResult close = await ReadAsync(pair, new byte[1]);
            Assert.Equal(
                (WebSocketMessageType.Close, WebSocketCloseStatus.InternalServerError),
                (close.MessageType, close.CloseStatus));
        }

        _hub.Tell(new EventsPublished(Sequence, []));
        _hub.Tell(JoinOf(later.Server, Channel.OrderbookDelta, null));
        await _hub.Ask<ActorIdentity>(new Identify(null), Patience);
        _mayBeginAnew.SetResult();
        Assert.Equal("Subscribed", await TypeOfNextAsync(later));
        Assert.Equal("OrderbookDelta", await TypeOfNextAsync(later));
    }

    private static Subscription JoinOf(GatewaySocket socket, Channel channel, WalletAddress? wallet) =>
        new(socket, channel, channel.ToString(), wallet, null, new ChainFilter(null, null, null), null);

    private static async Task<string?> TypeOfNextAsync(SocketPair pair)
    {
        byte[] buffer = new byte[4_096];
        WebSocketReceiveResult read = await ReadAsync(pair, buffer);
        Assert.True(read.MessageType == WebSocketMessageType.Text, pair.Client.CloseStatusDescription);
        using JsonDocument message = JsonDocument.Parse(buffer.AsMemory(0, read.Count));
        return message.RootElement.GetProperty("type").GetString();
    }

    private static Task<WebSocketReceiveResult> ReadAsync(SocketPair pair, byte[] buffer) =>
        pair.Client.ReceiveAsync(buffer, CancellationToken.None).WaitAsync(Patience);

    private sealed class FailingChannels : HubChannels
    {
        public override void Take(SocketMessage message)
        {
        }

        public override void Begin(EventsSubscribed content, bool hasHole)
        {
        }

        public override void Take(VenueEvent happened)
        {
            if (happened is BookEvent { Symbol: Failing })
                throw new InvalidOperationException("a failure of a channel");
        }

        public override void Flush(IReadOnlyCollection<BookMirror> changed)
        {
        }
    }

    /// <summary>Tells what it holds, a second time only when it may.</summary>
    private sealed class MarketStub(Task mayTellAgain) : UntypedActor
    {
        private static readonly EventsSubscribed Content = new(
            Sequence,
            FeedStatus.Ready,
            [
                new MarketSnapshot(
                    Option, Sequence, 1, InstrumentStatus.Active,
                    [new BookLevel(Price.FromUsdc(11), Quantity.FromContracts(1))], [], []),
            ],
            new LiquidationsSnapshot(Sequence, [], []));

        private Task _mayTell = Task.CompletedTask;

        protected override void OnReceive(object message)
        {
            _mayTell.PipeTo(Sender, Self, () => Content);
            _mayTell = mayTellAgain;
        }
    }
}
