using System.Text.Json;
using Hypercall.Gateway.Tests.Support;

namespace Hypercall.Gateway.Tests.Deribit;

/// <summary>Unmodified ccxt, REST and pro, against the gateway: every row of gateway.md §7.</summary>
public sealed class CcxtTests(DeribitVenueFixture fixture) : IClassFixture<DeribitVenueFixture>
{
    [NodeFact("ccxt")]
    public async Task Every_call_of_ccxt_is_answered()
    {
        GatewayVenueFixture venue = fixture.Venue;
        string module = await File.ReadAllTextAsync(
            Repository.PathOf("tests/Hypercall.Gateway.Tests/Deribit/ccxt.mjs"));
        object Of(DeribitKey key) => new { apiKey = key.Id, secret = key.Secret };
        string input = JsonSerializer.Serialize(new
        {
            url = venue.Url.GetLeftPart(UriPartial.Authority),
            maker = Of(fixture.Maker),
            taker = Of(fixture.Taker),
            changes = 2_000,
        });
        string output = await NodeScript.RunAsync(module, input, TimeSpan.FromSeconds(120));
        Assert.Contains("every call answered", output);
    }
}
