using System.Text;
using Akka.Actor;
using Hypercall.Actors.Follower;
using Hypercall.Actors.Protocol;
using Hypercall.Actors.Views;
using Hypercall.Engine.Events;
using Hypercall.Engine.State;
using Hypercall.Gateway.Accounts;
using Hypercall.Gateway.Reads;
using Hypercall.Gateway.Sockets;
using Hypercall.Gateway.Standing;
using Hypercall.Views.Events;
using Hypercall.Views.Feed;
using Hypercall.Views.Liquidations;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hypercall.Gateway.Tests.Sockets;

/// <summary>
/// What the channels without events ask of the engine's replica: by a clock of the test's own, with views and a replica
/// that count, 10,000 options and 1,000 sockets.
/// </summary>
public sealed class StandingCostTests : IAsyncLifetime
{
    private const int Strikes = 5_000;
    private const int MostSockets = 1_000;
    private const long LaterSequence = 10;
    private const long ExpiryMs = 2_082_441_600_000;

    private readonly Replica _replica = new();
    private ActorSystem _system = null!;
    private IActorRef _views = ActorRefs.Nobody;
    private IActorRef _hub = ActorRefs.Nobody;

    public async Task InitializeAsync()
    {
        _system = HubSystem.Begin("standing-cost");
        _views = HubSystem.BeginViews(
            _system, MarketAt(1), MarketAt(LaterSequence), Props.Create(() => new FollowerStub(_replica)));
        _hub = NewHub();
        await TickAsync(1);
    }

    private IActorRef NewHub()
    {
        GatewayVenue venue = GatewayVenue.Of(_system, HubSystem.Partition);
        var clock = new SequenceClock();
        var replica = new ReplicaReads(venue, clock, new HttpContextAccessor());
        var poll = new StandingPoll(replica, null!, NullLogger<StandingPoll>.Instance);
        return _system.ActorOf(SocketHub.Props(venue, clock, hub => [new StandingChannels(hub, poll)]));
    }

    public Task DisposeAsync() => _system.Terminate();

    [Fact]
    public async Task A_chain_is_asked_for_once_a_second_however_many_trade_and_listen()
    {
        for (int number = 0; number < MostSockets; number++)
            _hub.Tell(new Subscription(
                SocketPair.NewServer(), Channel.OptionsChain, "options_chain", null, null, All, null));
        await TickUntilAsync(() => _replica.Chains > 0);
        int before = _replica.Chains;

        const int ticks = 50;
        for (int tick = 0; tick < ticks; tick++)
        {
            for (int fill = 0; fill < 100; fill++)
                _hub.Tell(Book(sequence: 2 + tick * 100 + fill));
            await TickAsync(1);
        }

        Assert.InRange(_replica.Chains - before, 0, ticks / 10);
        await TickUntilAsync(() => _replica.Chains > before);
    }

    [Fact]
    public async Task Who_comes_and_goes_has_no_chain_read_more_than_three_times_a_second()
    {
        const int ticks = 30;
        for (int tick = 0; tick < ticks; tick++)
        {
            GatewaySocket socket = SocketPair.NewServer();
            _hub.Tell(new Subscription(socket, Channel.OptionsChain, "options_chain", null, null, All, null));
            _hub.Tell(Book(sequence: 2 + tick));
            await TickAsync(1);
            _hub.Tell(new Gone(socket));
        }

        Assert.InRange(_replica.Chains, 0, ticks / 3 + 1);
    }

    [Fact]
    public async Task Nothing_is_asked_for_where_nothing_happened()
    {
        _hub.Tell(new Subscription(
            SocketPair.NewServer(), Channel.OptionsChain, "options_chain", null, null, All, null));
        _hub.Tell(new Subscription(SocketPair.NewServer(), Channel.IndexPrices, "index_prices", null, null, All, null));
        await TickUntilAsync(() => _replica is { Chains: > 0, Asked: > 2 });
        int asked = _replica.Asked;

        await TickAsync(100);

        Assert.Equal(asked, _replica.Asked);
    }

    [Fact]
    public async Task Who_leaves_before_he_was_told_anything_has_nothing_asked_for_him()
    {
        GatewaySocket brief = SocketPair.NewServer();
        _hub.Tell(new Subscription(SocketPair.NewServer(), Channel.IndexPrices, "index_prices", null, null, All, null));
        await TickUntilAsync(() => _replica.Asked > 0);
        _hub.Tell(new Subscription(brief, Channel.IndexPrices, "index_prices", null, ["ETH"], All, null));
        _hub.Tell(new Subscription(brief, Channel.IndexPrices, "index_prices", null, ["ETH"], All, null, IsWanted: false));
        await TickAsync(1);
        int asked = _replica.Asked;

        await TickAsync(100);

        Assert.Equal(asked, _replica.Asked);
    }

    /// <summary>What sockets say before the hub has begun waits in order: that one is gone, behind its wish.</summary>
    [Fact]
    public async Task Who_is_gone_before_the_hub_has_begun_is_not_kept()
    {
        await _system.Terminate();
        _system = HubSystem.Begin("standing-early");
        _hub = NewHub();
        GatewaySocket brief = SocketPair.NewServer(), other = SocketPair.NewServer();
        _hub.Tell(new Subscription(brief, Channel.IndexPrices, "index_prices", null, null, All, null));
        _hub.Tell(new Gone(brief));
        _hub.Tell(new Subscription(other, Channel.IndexPrices, "index_prices", null, null, All, null));
        await TickAsync(1);
        HubSystem.BeginViews(_system, MarketAt(1), follower: Props.Create(() => new FollowerStub(_replica)));
        await TickUntilAsync(() => _replica.Asked > 0);
        _hub.Tell(new Gone(other));
        await TickAsync(1);
        int asked = _replica.Asked;

        _hub.Tell(Book(sequence: 2));
        await TickAsync(100);

        Assert.Equal(asked, _replica.Asked);
    }

    /// <summary>A position may have expired of which nobody was told.</summary>
    [Fact]
    public async Task Who_hears_of_a_portfolio_is_closed_where_something_may_be_missing()
    {
        await using SocketPair pair = await SocketPair.OpenAsync();
        GatewaySocket socket = pair.Server;
        socket.Wallet = WalletAddress.FromNumber(1);
        pair.Run();
        _hub.Tell(new Subscription(socket, Channel.Portfolio, "portfolio", socket.Wallet, null, All, null));
        byte[] buffer = new byte[1_024];
        Task<WebSocketReceiveResult> subscribed = pair.Client.ReceiveAsync(buffer, CancellationToken.None);
        await TickUntilAsync(() => subscribed.IsCompleted);
        Assert.Contains("Subscribed", Encoding.UTF8.GetString(buffer));

        _views.Tell(ViewNodeStub.Anew);
        Task<WebSocketReceiveResult> closing = pair.Client.ReceiveAsync(buffer, CancellationToken.None);
        await TickUntilAsync(() => closing.IsCompleted);

        Assert.Equal(WebSocketMessageType.Close, (await closing).MessageType);
        Assert.Contains("\"cause\":\"gap\"", pair.Client.CloseStatusDescription);
    }

    private static ChainFilter All { get; } = new(null, null, null);

    private static EventsPublished Book(long sequence) => new(sequence, [new BookEvent(
        sequence, 1_000 + sequence, Symbol((int)(sequence % Strikes)), sequence,
        [new BookLevel(Price.FromUsdc(100 + sequence), Quantity.FromContracts(1))], [])]);

    private static string Symbol(int strike) => $"ETH-20351228-{1_000 + strike}-C";

    /// <summary>Lets time pass, and waits until the hub has done what was due.</summary>
    private async Task TickAsync(int ticks)
    {
        for (int tick = 0; tick < ticks; tick++)
            await HubSystem.TickAsync(_system, _hub);
    }

    private async Task TickUntilAsync(Func<bool> isSo)
    {
        for (int tick = 0; !isSo(); tick++)
        {
            Assert.True(tick < 100_000, "it does not come to that");
            await TickAsync(1);
        }
    }

    /// <summary>Counts what is asked, and answers as of the last command that the hub knows.</summary>
    private sealed class Replica
    {
        private readonly ChainAnswer _chain = new(new ChainView("ETH", Price.FromUsdc(3_000), [.. Enumerable
            .Range(0, Strikes)
            .SelectMany(strike => (OptionType[])[OptionType.Call, OptionType.Put], Option)]));

        public int Asked;
        public int Chains;

        public ReplicaAnswer Answer(QueryReplica query)
        {
            Interlocked.Increment(ref Asked);
            var standing = new ReplicaStanding(
                FollowerState.Following, true, Math.Max(1, query.MinSequence), 1, default);
            if (query.Question.Kind == QuestionKind.Index)
                return new ReplicaAnswer(HubSystem.Partition, 0, standing, new IndexAnswer(
                    [new IndexView("ETH", Price.FromUsdc(3_000), 1, true)]));
            Interlocked.Increment(ref Chains);
            return new ReplicaAnswer(HubSystem.Partition, 0, standing, _chain);
        }

        private static ChainOption Option(int strike, OptionType type) => new(
            Symbol(strike)[..^1] + (type == OptionType.Call ? 'C' : 'P'),
            new ContractKey("ETH", 20_351_228, Price.FromUsdc(1_000 + strike), type),
            InstrumentStatus.Active, null, null, null, null, null, null, 2 * strike + (int)type, ExpiryMs, null, null,
            null, default);
    }

    private static Props MarketAt(long sequence) => Props.Create(() => new MarketStub(sequence));

    private sealed class FollowerStub(Replica replica) : UntypedActor
    {
        protected override void OnReceive(object message) => Sender.Tell(replica.Answer((QueryReplica)message));
    }

    private sealed class MarketStub(long sequence) : UntypedActor
    {
        protected override void OnReceive(object message) => Sender.Tell(new EventsSubscribed(
            sequence, FeedStatus.Ready, [], new LiquidationsSnapshot(sequence, [], [])));
    }
}
