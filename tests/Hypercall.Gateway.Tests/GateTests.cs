using System.Net;
using Hypercall.Gateway.Hosting;

namespace Hypercall.Gateway.Tests;

/// <summary>What a request passes before its route, on gateways that let one of an address in.</summary>
public sealed class GateTests(GatewayVenueFixture venue) : IClassFixture<GatewayVenueFixture>
{
    [Fact]
    public async Task What_ends_a_call_before_its_method_has_the_shape_of_its_face()
    {
        await using GatewayHost gateway = await StartAsync();
        using var http = new HttpClient { BaseAddress = gateway.Url };
        using var large = new ByteArrayContent(new byte[(256 << 10) + 1]);

        using HttpResponseMessage tooLarge = await http.PostAsync("/api/v2", large);
        using HttpResponseMessage tooMany = await http.GetAsync("/api/v2/public/get_time");

        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, -32602), (tooLarge.StatusCode, await NumberOf(tooLarge)));
        Assert.Equal((HttpStatusCode.TooManyRequests, 10028), (tooMany.StatusCode, await NumberOf(tooMany)));
        Assert.Equal("no-store", tooMany.Headers.CacheControl!.ToString());
        Assert.NotNull(tooMany.Headers.RetryAfter);
    }

    [Theory]
    [InlineData("/health", HttpStatusCode.OK)]
    [InlineData("/", HttpStatusCode.OK)]
    [InlineData("/api/v2/public/get_time", HttpStatusCode.NotFound)]
    public async Task A_read_may_be_asked_for_its_head(string path, HttpStatusCode status)
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, path);
        using HttpResponseMessage answer = await venue.Http.SendAsync(request);

        Assert.Equal(status, answer.StatusCode);
        Assert.NotNull(answer.Content.Headers.ContentType);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync());
    }

    private static async Task<int> NumberOf(HttpResponseMessage answer)
    {
        using JsonDocument body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return body.RootElement.GetProperty("error").GetProperty("code").GetInt32();
    }

    private Task<GatewayHost> StartAsync() => GatewayHost.StartAsync(
        venue.System,
        GatewayOptions.Read(venue.System.Settings.Config) with { AddressRequestsPerMinute = 1 });
}
