using Akka.Actor;
using Akka.Configuration;
using Hypercall.Actors.Client;
using Hypercall.Actors.Hosting;
using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Domain.Rules;
using Hypercall.Gateway.Hosting;
using Hypercall.Sequencer.Client;
using Microsoft.Playwright;

namespace Hypercall.Page.Tests.Support;

/// <summary>
/// A venue in memory whose makers are the tests, a gateway of it with a faucet, and one browser. Calls and puts at three
/// strikes are listed, with marks; each side of the call at 3,000 is quoted.
/// </summary>
public sealed class PageVenue : IAsyncLifetime
{
    public const string Call = "ETH-20351228-3000-C";
    private const string Partition = "main";
    private const int ExpiryDate = 20_351_228;

    private static readonly WalletAddress Maker = WalletAddress.FromNumber(0xA0);
    private static readonly int[] Strikes = [2_800, 3_000, 3_200];

    private Config? _config;
    private ActorSystem? _system;
    private GatewayHost? _gateway;
    private EngineClient? _venue;
    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private long _lastDeposit;

    internal Uri Url { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        if (!File.Exists(ChromiumFactAttribute.Chromium))
            return;
        _config = ConfigOf("http://127.0.0.1:0");
        _system = ActorSystem.Create("page-test", _config);
        _venue = new EngineClient(HypercallSystem.StartPartitions(_system), Partition);
        HypercallSystem.StartViews(_system);
        await OpenAsync();
        await StartGatewayAsync();
        _playwright = await Playwright.CreateAsync();
        Assertions.SetDefaultExpectTimeout((float)PageVisit.Patience.TotalMilliseconds);
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = ChromiumFactAttribute.Chromium,
            Args = ["--no-sandbox", "--disable-dev-shm-usage"],
        });
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
        if (_gateway is not null)
            await _gateway.DisposeAsync();
        if (_system is not null)
            await _system.Terminate();
    }

    /// <summary>The page as a new visitor has it, once it is live.</summary>
    internal async Task<PageVisit> VisitAsync(
        int width = 1440, int height = 900, ColorScheme scheme = ColorScheme.Dark, string? script = null)
    {
        IBrowserContext context = await _browser!.NewContextAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = height },
            ColorScheme = scheme,
            ReducedMotion = ReducedMotion.Reduce,
        });
        if (script is not null)
            await context.AddInitScriptAsync(script);
        return await PageVisit.OpenAsync(context, Url);
    }

    /// <summary>Runs a script on an empty document, which may import the page's modules.</summary>
    internal async Task<T> EvaluateAsync<T>(string script)
    {
        await using IBrowserContext context = await _browser!.NewContextAsync();
        IPage page = await context.NewPageAsync();
        await page.GotoAsync(new Uri(Url, "page/config.json").ToString());
        return await page.EvaluateAsync<T>(script);
    }

    /// <summary>Closes the gateway, as one that is killed looks to a browser.</summary>
    internal async Task StopGatewayAsync()
    {
        await _gateway!.DisposeAsync();
        _gateway = null;
    }

    /// <summary>Serves again where it was served before.</summary>
    internal async Task StartGatewayAsync(bool publicReads = true)
    {
        GatewayOptions options = GatewayOptions.Read(_config!) with { PublicReads = publicReads };
        _gateway = await GatewayHost.StartAsync(
            _system!, Url is null ? options : options with { Url = Url }, logging: null, GiveAsync);
        Url = _gateway.Url;
    }

    /// <summary>A maker's order, which is accepted.</summary>
    internal Task QuoteAsync(Side side, long price, long size, string symbol = Call) => RunAsync(new PlaceOrder(
        Maker, new OrderTerms(symbol, side, Price.FromUsdc(price), Quantity.FromContracts(size))));

    /// <summary>Takes out what the maker has, and quotes 100 to 102 as at the start.</summary>
    internal async Task ResetBookAsync()
    {
        await RunAsync(new CancelAll(Maker, Call, null));
        await QuoteAsync(Side.Buy, 98, 5);
        await QuoteAsync(Side.Buy, 100, 3);
        await QuoteAsync(Side.Sell, 102, 4);
        await QuoteAsync(Side.Sell, 105, 6);
    }

    /// <summary>Each price and volatility anew: old ones give no marks.</summary>
    /// <param name="volatilityUnits">Of all strikes, in 1e-8.</param>
    internal async Task MarkAsync(long volatilityUnits = 2_000_000)
    {
        await RunAsync(new PriceUpdate([new IndexPrice("ETH", Price.FromUsdc(3_000))]));
        await RunAsync(new IvUpdate(
            "ETH",
            ExpiryDate,
            [.. Strikes.Select(strike => new VolatilityPoint(Price.FromUsdc(strike), volatilityUnits))]));
    }

    private static Config ConfigOf(string url) => HypercallConfig.Compose(ConfigurationFactory.ParseString($$"""
        hypercall.journal.choice = memory
        hypercall.gateway.url = "{{url}}"
        hypercall.gateway.address-requests-per-minute = 0
        hypercall.gateway.limits.default {
          orders-per-minute = 0, cancels-per-minute = 0, requests-per-minute = 0
        }
        akka.loglevel = WARNING
        akka.stdout-loglevel = OFF
        """));

    private async Task OpenAsync()
    {
        await RunAsync(new SetRules(RuleSet.Default with { Version = RuleSet.Default.Version + 1 }));
        foreach (int strike in Strikes)
        {
            await RunAsync(new MarketAction(MarketActionKind.Create, $"ETH-{ExpiryDate}-{strike}-C"));
            await RunAsync(new MarketAction(MarketActionKind.Create, $"ETH-{ExpiryDate}-{strike}-P"));
        }

        await MarkAsync();
        await RunAsync(new DepositUpdate(Maker, Cash.FromUsdc(10_000_000), "bank", 1));
        await ResetBookAsync();
    }

    /// <summary>Money to play with.</summary>
    internal async Task<FaucetAnswer> GiveAsync(WalletAddress wallet)
    {
        await RunAsync(new DepositUpdate(
            wallet, Cash.FromUsdc(100_000), "faucet", Interlocked.Increment(ref _lastDeposit)));
        return FaucetAnswer.Given;
    }

    /// <summary>Lists options, in which nobody may have anything when they are deleted by disposing of it.</summary>
    internal async Task<IAsyncDisposable> ListAsync(params string[] symbols)
    {
        foreach (string symbol in symbols)
            await RunAsync(new MarketAction(MarketActionKind.Create, symbol));
        return new Listing(this, symbols);
    }

    /// <summary>Runs a command, which is accepted.</summary>
    internal async Task RunAsync(EngineCommand command)
    {
        SubmissionResult result = await _venue!.SubmitAsync(new ClientRequest(command));
        Assert.True(result.Outcome is { Accepted: true }, $"{command}: {result.Outcome?.Rejection}");
    }

    private sealed class Listing(PageVenue venue, string[] symbols) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            foreach (string symbol in symbols)
                await venue.RunAsync(new MarketAction(MarketActionKind.Delete, symbol));
        }
    }
}

/// <summary>All tests of the page share one venue and one browser.</summary>
[CollectionDefinition(Name)]
public sealed class PageVenueCollection : ICollectionFixture<PageVenue>
{
    public const string Name = "page";
}
