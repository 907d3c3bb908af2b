using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text.Json;
using Akka.Actor;
using Akka.Configuration;
using Akka.Hosting;
using Hypercall.Actors.Clustering;
using Hypercall.Actors.Hosting;
using Hypercall.Actors.Views;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Events;
using Hypercall.Gateway.Accounts;
using Hypercall.Gateway.Hosting;
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
    private const string Partition = "main";
    private const string Option = "ETH-20351228-3200-C";
    private static readonly WalletAddress Wallet = WalletAddress.FromNumber(1);

    private ActorSystem _system = null!;
    private IActorRef _views = ActorRefs.Nobody;
    private IActorRef _hub = ActorRefs.Nobody;

    public Task InitializeAsync()
    {
        _system = ActorSystem.Create("hub-gap", HypercallConfig.Compose(ConfigurationFactory.ParseString("""
            hypercall.journal.choice = memory
            akka.loglevel = ERROR
            akka.stdout-loglevel = OFF
            """)));
        ActorRegistry.For(_system).Register<VenueEntry>(ActorRefs.Nobody);
        _views = _system.ActorOf(Props.Create(() => new ViewsStub()), ViewsStub.Name);
        _hub = _system.ActorOf(SocketHub.Props(GatewayVenue.Of(_system, Partition), new SequenceClock()));
        return Task.CompletedTask;
    }

    public Task DisposeAsync() => _system.Terminate();

    [Fact]
    public async Task A_hole_begins_a_books_chain_anew_and_closes_who_was_to_hear_of_everything()
    {
        await using SocketPair book = await SocketPair.OpenAsync();
        await using SocketPair own = await SocketPair.OpenAsync();
        _hub.Tell(JoinOf(book.Server, Channel.OrderbookDelta, null));
        _hub.Tell(JoinOf(own.Server, Channel.OrderUpdates, Wallet));
        Assert.Equal("Subscribed", (await own.ReadAsync()).GetProperty("type").GetString());
        Assert.Equal("Subscribed", (await book.ReadAsync()).GetProperty("type").GetString());
        Assert.Equal(ViewsStub.FirstL2, (await book.ReadAsync()).GetProperty("sequence").GetInt64());

        _views.Tell(ViewsStub.Anew);

        JsonElement anew = await book.ReadAsync();
        Assert.Equal(
            (true, JsonValueKind.Null, ViewsStub.LaterL2, "12"),
            (anew.GetProperty("snapshot").GetBoolean(), anew.GetProperty("prev_sequence").ValueKind,
                anew.GetProperty("sequence").GetInt64(), anew.GetProperty("bids")[0][0].GetString()));
        Assert.Equal(
            (WebSocketCloseStatus.PolicyViolation,
                """{"error":"slow_consumer","class":"private_durable","cause":"gap","recovery":"rest_reconcile"}"""),
            await own.ReadCloseAsync());
        _hub.Tell(new EventsPublished(ViewsStub.LaterSequence + 1, [new BookEvent(
            ViewsStub.LaterSequence + 1, 1, Option, ViewsStub.LaterL2 + 1, [ViewsStub.LevelAt(13)], [])]));
        Assert.Equal(ViewsStub.LaterL2, (await book.ReadAsync()).GetProperty("prev_sequence").GetInt64());
    }

    private static Join JoinOf(GatewaySocket socket, Channel channel, WalletAddress? wallet) =>
        new(socket, channel, channel.ToString(), wallet, null, new ChainFilter(null, null, null), null);

    /// <summary>Both ends of a socket.</summary>
    private sealed class SocketPair : IAsyncDisposable
    {
        private readonly WebSocket _client;
        private readonly Task _running;

        private SocketPair(GatewaySocket server, WebSocket client)
        {
            (Server, _client) = (server, client);
            _running = server.RunAsync(static _ => Task.CompletedTask, CancellationToken.None);
        }

        public GatewaySocket Server { get; }

        public static async Task<SocketPair> OpenAsync()
        {
            using var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            var client = new TcpClient();
            await client.ConnectAsync((IPEndPoint)listener.LocalEndpoint);
            TcpClient server = await listener.AcceptTcpClientAsync();
            var socket = new GatewaySocket(
                WebSocket.CreateFromStream(server.GetStream(), new WebSocketCreationOptions { IsServer = true }),
                "test",
                new SocketLimits(),
                new PongWatch(TimeProvider.System),
                TimeProvider.System);
            return new SocketPair(
                socket, WebSocket.CreateFromStream(client.GetStream(), new WebSocketCreationOptions()));
        }

        public async Task<JsonElement> ReadAsync()
        {
            byte[] buffer = new byte[4_096];
            WebSocketReceiveResult read = await _client.ReceiveAsync(buffer, CancellationToken.None);
            Assert.True(read.EndOfMessage);
            using JsonDocument message = JsonDocument.Parse(buffer.AsMemory(0, read.Count));
            return message.RootElement.Clone();
        }

        public async Task<(WebSocketCloseStatus?, string?)> ReadCloseAsync()
        {
            WebSocketReceiveResult read = await _client.ReceiveAsync(new byte[1], CancellationToken.None);
            Assert.Equal(WebSocketMessageType.Close, read.MessageType);
            return (_client.CloseStatus, _client.CloseStatusDescription);
        }

        public async ValueTask DisposeAsync()
        {
            _client.Dispose();
            await _running;
            Server.Dispose();
        }
    }

    /// <summary>Stands where a gateway looks for the views.</summary>
    private sealed class ViewsStub : UntypedActor
    {
        /// <summary>To it: the views are lost, and made anew.</summary>
        public const string Anew = "anew";

        public const long FirstL2 = 5;
        public const long LaterL2 = 9;
        public const long LaterSequence = 10;

        public static readonly string Name = HypercallCluster.ViewPath("market", Partition).Split('/')[2];

        private readonly IActorRef _market = Context.ActorOf(MarketAt(1, FirstL2, 11), $"market-{Partition}");

        public static BookLevel LevelAt(long price) => new(Price.FromUsdc(price), Quantity.FromContracts(1));

        protected override void OnReceive(object message)
        {
            if (message is Terminated)
            {
                Context.ActorOf(MarketAt(LaterSequence, LaterL2, 12), $"market-{Partition}");
                return;
            }

            Context.Watch(_market);
            Context.Stop(_market);
        }

        private static Props MarketAt(long sequence, long l2Sequence, long price)
        {
            var content = new EventsSubscribed(
                sequence,
                FeedStatus.Ready,
                [new MarketSnapshot(Option, sequence, l2Sequence, InstrumentStatus.Active, [LevelAt(price)], [], [])],
                new LiquidationsSnapshot(sequence, [], [], [], []));
            return Props.Create(() => new MarketStub(content));
        }
    }

    private sealed class MarketStub(EventsSubscribed content) : UntypedActor
    {
        protected override void OnReceive(object message) => Sender.Tell(content);
    }
}
