using Hypercall.Actors.Client;
using Hypercall.Benchmarks;
using Hypercall.Engine.Domain.Rules;
using Hypercall.Gateway.Hosting;

namespace Hypercall.Cli.Bench;

/// <summary>A node as far as a gateway needs one, in this process: engine on SQLite, views, gateway without
/// limits.</summary>
internal sealed class MeasuredVenue : IAsyncDisposable
{
    private const int Expiry = 20_351_228;
    private const long SpotUsdc = 3_000;
    private const long StrikeUsdc = 3_200;
    private const long VolatilityUnits = 60_000_000;
    private const long CashUsdc = 10_000_000;

    private readonly ActorSystem _system;
    private readonly EngineClient _client;
    private GatewayHost? _gateway;

    private MeasuredVenue(ActorSystem system, EngineClient client) => (_system, _client) = (system, client);

    public Uri Url => _gateway!.Url;

    /// <summary>Starts it with margin on, an option with a mark, and wallets that have cash.</summary>
    /// <exception cref="BenchmarkFailedException">It cannot be opened.</exception>
    public static async Task<MeasuredVenue> StartAsync(string folder, IEnumerable<WalletAddress> wallets)
    {
        NodeProcess.EnsureThreads();
        Config config = HypercallConfig.Compose(ConfigurationFactory.ParseString($$"""
            {{NodeConfig.SqliteFiles(folder)}}
            hypercall.gateway {
              url = "http://127.0.0.1:0"
              address-requests-per-minute = 0
              limits.default { orders-per-minute = 0, cancels-per-minute = 0, requests-per-minute = 0 }
              connections-per-address = 0
              socket { most-per-address = 100000, messages-per-second = 1000000, messages-at-once = 1000000 }
            }
            akka.loglevel = WARNING
            akka.stdout-loglevel = OFF
            akka.coordinated-shutdown.run-by-clr-shutdown-hook = off
            akka.coordinated-shutdown.exit-clr = off
            """));
        ActorSystem system = ActorSystem.Create(NodeAddress.SystemName, config);
        GatewayOptions options = GatewayOptions.Read(config);
        var venue = new MeasuredVenue(
            system, new EngineClient(HypercallSystem.StartPartitions(system), options.Partition));
        HypercallSystem.StartViews(system);
        long sequence = await venue.OpenAsync(wallets);
        venue._gateway = await GatewayHost.StartAsync(system, options);
        using var http = new HttpClient { BaseAddress = venue.Url };
        await http.GetStringAsync($"/instruments?min_sequence={sequence}");
        return venue;
    }

    public async ValueTask DisposeAsync()
    {
        if (_gateway is { } gateway)
            await gateway.DisposeAsync();
        await CoordinatedShutdown.Get(_system).Run(CoordinatedShutdown.ClrExitReason.Instance);
    }

    private async Task<long> OpenAsync(IEnumerable<WalletAddress> wallets)
    {
        await RunAsync(new SetRules(RuleSet.Default with
        {
            Version = RuleSet.Default.Version + 1,
            MaxPriceAgeMs = 0,
            Tier = RuleSet.Default.Tier with { MaxOpenOrders = 100_000 },
        }));
        await RunAsync(new MarketAction(MarketActionKind.Create, GatewayLoad.Option));
        await RunAsync(new PriceUpdate([new IndexPrice("ETH", Price.FromUsdc(SpotUsdc))]));
        await RunAsync(new IvUpdate(
            "ETH", Expiry, [new VolatilityPoint(Price.FromUsdc(StrikeUsdc), VolatilityUnits)]));
        long number = 0;
        foreach (WalletAddress wallet in wallets)
            await RunAsync(new DepositUpdate(wallet, Cash.FromUsdc(CashUsdc), "bench", ++number));
        return await RunAsync(new Tick());
    }

    private async Task<long> RunAsync(EngineCommand command)
    {
        SubmissionResult result = await _client.SubmitAsync(new ClientRequest(command));
        return result.Outcome is { Accepted: true } outcome
            ? outcome.Sequence
            : throw new BenchmarkFailedException($"{command.Type} got {result.Status}");
    }
}
