using System.Net;
using Hypercall.Gateway.Accounts;
using Microsoft.Extensions.DependencyInjection;

namespace Hypercall.Gateway.Tests;

/// <summary>What every answer has, and what is said of paths that there are not.</summary>
public sealed class StatusTests(GatewayVenueFixture venue) : IClassFixture<GatewayVenueFixture>
{
    [Theory]
    [InlineData("/nothing", HttpStatusCode.NotFound, "NotFound")]
    [InlineData("/nothing.json", HttpStatusCode.NotFound, "NotFound")]
    [InlineData("/rfq/submit", HttpStatusCode.NotImplemented, "NotSupported")]
    public async Task A_path_that_is_not_served_gets_the_error_object(string path, HttpStatusCode status, string code)
    {
        using HttpResponseMessage answer = await venue.Http.GetAsync(path);

        Assert.Equal(status, answer.StatusCode);
        Assert.Equal("application/json", answer.Content.Headers.ContentType!.ToString());
        using JsonDocument body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        Assert.False(body.RootElement.GetProperty("success").GetBoolean());
        Assert.Equal(JsonValueKind.Null, body.RootElement.GetProperty("data").ValueKind);
        Assert.Equal(code, body.RootElement.GetProperty("code").GetString());
    }

    [Fact]
    public async Task The_version_tells_the_chain_that_is_signed_for()
    {
        using JsonDocument body = JsonDocument.Parse(await venue.Http.GetStringAsync("/version"));

        Assert.Equal(998, body.RootElement.GetProperty("signing_chain_id").GetInt64());
        Assert.Matches(@"^\d+\.\d+\.\d+$", body.RootElement.GetProperty("version").GetString());
    }

    [Fact]
    public async Task A_gateway_is_ready_once_its_engine_and_views_are()
    {
        // The first question about a wallet waits for the replica.
        await venue.WalletAsync(await venue.FundedAsync(70));
        using HttpResponseMessage answer = await venue.Http.GetAsync("/ready");
        using JsonDocument body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());

        Assert.Equal(
            ["engine", "views", "replica"],
            body.RootElement.GetProperty("components").EnumerateArray()
                .Select(component => component.GetProperty("name").GetString()));
        Assert.Equal(
            answer.StatusCode == HttpStatusCode.OK ? "ready" : "not_ready",
            body.RootElement.GetProperty("status").GetString());
        Assert.True(body.RootElement.GetProperty("components")[0].GetProperty("ready").GetBoolean());
    }

    [Fact]
    public async Task A_gateway_is_not_ready_before_its_replica_has_read_what_is_known()
    {
        SequenceClock clock = venue.Gateway.Services.GetRequiredService<SequenceClock>();
        clock.Hear(await venue.SequenceAsync() + 1);
        using HttpResponseMessage early = await venue.Http.GetAsync("/ready");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, early.StatusCode);

        await venue.RunAsync(new Tick());

        using HttpResponseMessage late = await venue.Http.GetAsync("/ready");
        Assert.Equal(HttpStatusCode.OK, late.StatusCode);
    }

    [Fact]
    public async Task Any_page_may_read_and_only_those_of_the_settings_may_write()
    {
        using var read = new HttpRequestMessage(HttpMethod.Get, "/version");
        read.Headers.Add("Origin", "https://else.example");
        using HttpResponseMessage readable = await venue.Http.SendAsync(read);
        Assert.Equal("*", readable.Headers.GetValues("Access-Control-Allow-Origin").Single());

        using HttpResponseMessage foreign = await AskToWriteAsync("https://else.example");
        Assert.False(foreign.Headers.Contains("Access-Control-Allow-Origin"));
        string own = venue.Url.GetLeftPart(UriPartial.Authority);
        using HttpResponseMessage allowed = await AskToWriteAsync(own);
        Assert.Equal(own, allowed.Headers.GetValues("Access-Control-Allow-Origin").Single());
    }

    private async Task<HttpResponseMessage> AskToWriteAsync(string origin)
    {
        using var preflight = new HttpRequestMessage(HttpMethod.Options, "/order");
        preflight.Headers.Add("Origin", origin);
        preflight.Headers.Add("Access-Control-Request-Method", "POST");
        HttpResponseMessage answer = await venue.Http.SendAsync(preflight);
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        return answer;
    }
}
