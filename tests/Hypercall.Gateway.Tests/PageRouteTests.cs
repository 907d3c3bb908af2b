using System.Net;

namespace Hypercall.Gateway.Tests;

/// <summary>The page's files, without a browser (gateway.md §11).</summary>
public sealed class PageRouteTests(GatewayVenueFixture venue) : IClassFixture<GatewayVenueFixture>
{
    [Fact]
    public async Task The_page_is_in_the_gateways_own_assembly()
    {
        HttpResponseMessage page = await venue.Http.GetAsync("/");
        Assert.Equal("text/html; charset=utf-8", page.Content.Headers.ContentType!.ToString());
        Assert.Contains("/page/main.js", await page.Content.ReadAsStringAsync());
        string[] names = typeof(Hosting.GatewayHost).Assembly.GetManifestResourceNames();
        Assert.NotEmpty(names);
        foreach (string name in names.Where(name => name != "wwwroot/index.html"))
        {
            HttpResponseMessage file = await venue.Http.GetAsync(name["wwwroot".Length..]);
            Assert.Equal(HttpStatusCode.OK, file.StatusCode);
            Assert.Equal("nosniff", file.Headers.GetValues("X-Content-Type-Options").Single());
        }
    }

    [Fact]
    public async Task A_venue_has_no_faucet()
    {
        (HttpStatusCode status, JsonElement body, _) = await venue.SendAsync(
            "POST", "/demo/faucet", new JsonObject { ["wallet"] = TestKey.Of(9).Address.ToString() });
        Assert.Equal(HttpStatusCode.NotFound, status);
        Assert.Equal("NotFound", body.GetProperty("code").GetString());
        using JsonDocument config = JsonDocument.Parse(await venue.Http.GetStringAsync("/page/config.json"));
        Assert.False(config.RootElement.GetProperty("faucet").GetBoolean());
    }
}
