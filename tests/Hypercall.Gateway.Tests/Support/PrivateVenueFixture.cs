using System.Net;
using System.Net.Http.Headers;
using Hypercall.Engine.Domain.Rules;

namespace Hypercall.Gateway.Tests.Support;

/// <summary>A venue whose gateway shows what a wallet has to nobody else.</summary>
public sealed class PrivateVenueFixture : IAsyncLifetime
{
    internal GatewayVenueFixture Venue { get; } = new("hypercall.gateway.public-reads = off");

    public Task InitializeAsync() => Venue.InitializeAsync();

    public Task DisposeAsync() => Venue.DisposeAsync();

    /// <summary>Begins a session of a wallet.</summary>
    /// <param name="key">The wallet.</param>
    /// <param name="signer">Who proves it; null: its owner.</param>
    internal async Task<string> TokenAsync(TestKey key, TestKey? signer = null)
    {
        (_, JsonElement session, _) = await Venue.SendAsync(
            "POST", "/session", Signed.Proof(key, DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(), signer));
        return session.GetProperty("data").GetProperty("token").GetString()!;
    }

    /// <summary>Reads in a session; null: in none.</summary>
    internal async Task<HttpResponseMessage> GetAsync(string path, string? token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return await Venue.Http.SendAsync(request);
    }

    internal async Task<HttpStatusCode> StatusOfAsync(string path, string? token)
    {
        using HttpResponseMessage answer = await GetAsync(path, token);
        return answer.StatusCode;
    }

    /// <summary>
    /// Has the portfolio of a wallet auctioned: it is short 100 calls worth most of what it has, and a grace
    /// takes no time.
    /// </summary>
    /// <param name="run">Runs a command of the venue.</param>
    /// <param name="liquidated">Whose portfolio it is.</param>
    /// <param name="buyer">Of what it is short.</param>
    internal static async Task StartAuctionAsync(
        Func<EngineCommand, Task<long>> run, TestKey liquidated, WalletAddress buyer)
    {
        foreach ((WalletAddress wallet, Side side) in ((WalletAddress, Side)[])
            [(liquidated.Address, Side.Sell), (buyer, Side.Buy)])
        {
            await run(new PlaceOrder(wallet, new OrderTerms(
                GatewayVenueFixture.Option, side, Price.FromUsdc(1), Quantity.FromContracts(100))));
        }

        await run(new IvUpdate("ETH", 20_351_228, [new VolatilityPoint(Price.FromUsdc(3_200), 1_000_000)]));
        await run(new SetRules(RuleSet.Default with
        {
            Version = 3,
            MaxPriceAgeMs = 0,
            Fees = new FeeRules(0, 0, 0, 0, 0, 0),
            Liquidation = new LiquidationRules(0, 32, PartialMaxPositions: 0),
        }));
        await run(new PriceUpdate([new IndexPrice("ETH", Price.FromUsdc(4_050))]));
        await run(new Tick());
    }
}
