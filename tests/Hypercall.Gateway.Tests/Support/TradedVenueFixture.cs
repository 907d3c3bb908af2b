using Akka.Actor;
using Akka.Configuration;
using Hypercall.Actors.Hosting;
using Hypercall.Sequencer.Client;
using Hypercall.Sequencer.Live;
using Hypercall.Views.Tests.Support;

namespace Hypercall.Gateway.Tests.Support;

/// <summary>
/// A venue on which everything happened that reads tell of, in the engine's own time, and a gateway of it: the settling
/// venue, then resting orders, protection, an agent, a withdrawal and new prices.
/// </summary>
public sealed class TradedVenueFixture : IAsyncLifetime
{
    internal static readonly WalletAddress Agent = WalletAddress.FromNumber(77);
    private ActorSystem? _system;
    private GatewayHost? _gateway;
    private IEngineClient? _client;
    private long _nowMs;

    internal HttpClient Http { get; private set; } = null!;

    /// <summary>The last command's sequence.</summary>
    internal long Sequence { get; private set; }

    public async Task InitializeAsync()
    {
        Config config = HypercallConfig.Compose(ConfigurationFactory.ParseString("""
            hypercall.journal.choice = memory
            hypercall.engine.time-source = submission
            hypercall.engine.seal-idle = 0s
            hypercall.gateway.url = "http://127.0.0.1:0"
            hypercall.gateway.address-requests-per-minute = 0
            akka.loglevel = WARNING
            akka.stdout-loglevel = OFF
            """));
        _system = ActorSystem.Create("gateway-reads", config);
        HypercallSystem.StartPartitions(_system);
        HypercallSystem.StartViews(_system);
        GatewayOptions options = GatewayOptions.Read(config);
        _client = GatewayVenue.Of(_system, options.Partition).NewClient(WalletAddress.FromNumber(1));
        foreach (CommandEnvelope envelope in SettlingVenue.Envelopes())
            await SubmitAsync(envelope.Command, envelope.TimestampMs);
        foreach (EngineCommand command in Afterwards())
            await SubmitAsync(command, _nowMs + 1_000);
        _gateway = await GatewayHost.StartAsync(_system, options);
        Http = new HttpClient { BaseAddress = _gateway.Url };
    }

    public async Task DisposeAsync()
    {
        Http.Dispose();
        await _gateway!.DisposeAsync();
        await _system!.Terminate();
    }

    /// <summary>Submits a command at the next second.</summary>
    internal Task<long> SubmitAsync(EngineCommand command) => SubmitAsync(command, _nowMs + 1_000);

    private async Task<long> SubmitAsync(EngineCommand command, long atMs)
    {
        _nowMs = atMs;
        SubmissionResult result = await _client!.SubmitAsync(new ClientRequest(
            command, new RequestId((UInt128)(uint)(Sequence + 1)), FirstSentMs: atMs, TimestampMs: atMs));
        Assert.Equal(SubmissionStatus.Executed, result.Status);
        return ++Sequence;
    }

    private static IEnumerable<EngineCommand> Afterwards() =>
    [
        new MarketAction(MarketActionKind.Create, "ETH-20260130-3500-P"),
        new PriceUpdate([new IndexPrice("ETH", Price.FromUsdc(3_800))]),
        new IvUpdate("ETH", 20_260_130, [new VolatilityPoint(Price.FromUsdc(3_000), 60_000_000)]),
        Order(SettlingVenue.Maker, SettlingVenue.Later, Side.Buy, 700, 2, "bid-1", OrderFlags.Mmp),
        Order(SettlingVenue.Maker, SettlingVenue.Later, Side.Buy, 690, 3, "bid-2", OrderFlags.PostOnly),
        Order(SettlingVenue.Maker, SettlingVenue.Later, Side.Sell, 900, 4, "ask-1", OrderFlags.None),
        Order(SettlingVenue.Buyer, SettlingVenue.Later, Side.Sell, 700, 1, null, OrderFlags.None),
        new MmpConfigUpdate(
            SettlingVenue.Maker, "ETH", true, 60_000, 300_000, Quantity.FromContracts(10), 5_00000000, null, 1),
        new ApproveAgent(SettlingVenue.Maker, Agent),
        new CashWithdrawalUpdate(SettlingVenue.Buyer, Cash.FromUsdc(250), "bank", 6),
        new Tick(),
    ];

    private static PlaceOrder Order(
        WalletAddress wallet, string symbol, Side side, long price, long size, string? clientId, OrderFlags flags) =>
        new(wallet, new OrderTerms(
            symbol, side, Price.FromUsdc(price), Quantity.FromContracts(size), TimeInForce.Gtc, null, flags,
            ClientId: clientId));
}
