namespace Hypercall.Gateway.Tests.Deribit;

/// <summary>A gateway with a master secret, two keys, and an option that has a mark.</summary>
public sealed class DeribitVenueFixture : IAsyncLifetime
{
    /// <summary>Deribit's name of the option.</summary>
    public const string Option = "ETH_USDC-28DEC35-3200-C";

    public DeribitVenueFixture()
        : this("")
    {
    }

    /// <param name="settings">Beside those of every such venue.</param>
    internal DeribitVenueFixture(string settings) => Venue = new GatewayVenueFixture(
        $"hypercall.gateway.key-master = \"{DeribitKey.Master}\"\n{settings}");

    internal GatewayVenueFixture Venue { get; }

    internal DeribitKey Maker { get; private set; } = null!;

    internal DeribitKey Taker { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        await Venue.InitializeAsync();
        Maker = await DeribitKey.ApprovedAsync(Venue, await Venue.FundedAsync(1));
        Taker = await DeribitKey.ApprovedAsync(Venue, await Venue.FundedAsync(2), index: 63);
        await Venue.RunAsync(new PriceUpdate([new IndexPrice("ETH", Price.FromUsdc(3_000))]));
        await Venue.RunAsync(new IvUpdate("ETH", 20_351_228, [new VolatilityPoint(Price.FromUsdc(3_200), 60_000_000)]));
        // These did not come through the gateway, whose replica would show them when it has them.
        using var http = new HttpClient { BaseAddress = Venue.Url };
        await http.GetStringAsync($"/instruments?min_sequence={await Venue.SequenceAsync()}");
    }

    public Task DisposeAsync() => Venue.DisposeAsync();
}
