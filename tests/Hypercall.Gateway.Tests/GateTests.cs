using System.Net;
using Akka.Configuration;

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

    [Fact]
    public async Task Who_comes_through_a_proxy_that_is_named_is_counted_by_himself()
    {
        await using GatewayHost gateway = await StartAsync("127.0.0.1", "192.0.2.0/24");

        Assert.Equal(HttpStatusCode.OK, await AskAsync(gateway, "198.51.100.1"));
        Assert.Equal(HttpStatusCode.TooManyRequests, await AskAsync(gateway, "198.51.100.1"));
        Assert.Equal(HttpStatusCode.OK, await AskAsync(gateway, "198.51.100.2, 192.0.2.7"));
        // What a client says of himself stands before what the proxy adds.
        Assert.Equal(HttpStatusCode.TooManyRequests, await AskAsync(gateway, "203.0.113.9, 198.51.100.1"));
    }

    [Fact]
    public async Task Nobody_else_is_believed()
    {
        await using GatewayHost gateway = await StartAsync("192.0.2.0/24");

        Assert.Equal(HttpStatusCode.OK, await AskAsync(gateway, "198.51.100.1"));
        Assert.Equal(HttpStatusCode.TooManyRequests, await AskAsync(gateway, "198.51.100.2"));
    }

    [Theory]
    [InlineData("http", "needs TLS")]
    [InlineData("https", "not the key's")]
    public async Task A_proxy_says_whether_a_secret_came_by_tls(string scheme, string refusal)
    {
        await using GatewayHost gateway = await StartAsync("127.0.0.1");
        using var http = new HttpClient { BaseAddress = gateway.Url };
        using var request = new HttpRequestMessage(
            HttpMethod.Get,
            "/api/v2/public/auth?grant_type=client_credentials&client_secret=x&client_id=hc_0x" + new string('1', 40)
                + "_0");
        request.Headers.Add("X-Forwarded-For", "198.51.100.1");
        request.Headers.Add("X-Forwarded-Proto", scheme);

        using HttpResponseMessage answer = await http.SendAsync(request);

        Assert.Contains(refusal, await answer.Content.ReadAsStringAsync());
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

    [Theory]
    [InlineData("/health", "\"code\":\"TooLarge\"")]
    [InlineData("/api/v2/public/get_time", "\"code\":-32602")]
    public async Task A_url_that_is_too_long_is_told_as_the_face_tells_errors(string path, string part)
    {
        using HttpResponseMessage answer = await venue.Http.GetAsync($"{path}?a={new string('1', 8 << 10)}");

        Assert.Equal(HttpStatusCode.RequestUriTooLong, answer.StatusCode);
        Assert.Equal("application/json", answer.Content.Headers.ContentType!.ToString());
        Assert.Contains(part, await answer.Content.ReadAsStringAsync());
    }

    private static async Task<int> NumberOf(HttpResponseMessage answer)
    {
        using JsonDocument body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return body.RootElement.GetProperty("error").GetProperty("code").GetInt32();
    }

    private static async Task<HttpStatusCode> AskAsync(GatewayHost gateway, string forwardedFor)
    {
        using var http = new HttpClient { BaseAddress = gateway.Url };
        using var request = new HttpRequestMessage(HttpMethod.Get, "/health");
        request.Headers.Add("X-Forwarded-For", forwardedFor);
        using HttpResponseMessage answer = await http.SendAsync(request);
        return answer.StatusCode;
    }

    private Task<GatewayHost> StartAsync(params string[] proxies)
    {
        Config config = ConfigurationFactory.ParseString(
            $"hypercall.gateway.proxies = [{string.Join(", ", proxies.Select(proxy => $"\"{proxy}\""))}]");
        var options = GatewayOptions.Read(config.WithFallback(venue.System.Settings.Config));
        return GatewayHost.StartAsync(venue.System, options with { AddressRequestsPerMinute = 1 });
    }
}
