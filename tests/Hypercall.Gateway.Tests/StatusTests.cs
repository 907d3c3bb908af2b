using System.Net;
using System.Text.Json;
using Hypercall.Gateway.Tests.Support;

namespace Hypercall.Gateway.Tests;

/// <summary>What every answer has, and what is said of paths that there are not.</summary>
public sealed class StatusTests(GatewayVenueFixture venue) : IClassFixture<GatewayVenueFixture>
{
    [Theory]
    [InlineData("/nothing", HttpStatusCode.NotFound, "NotFound")]
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
}
