using System.Net;
using System.Net.Http.Headers;
using System.Net.WebSockets;
using System.Text.Json;
using Hypercall.Engine.Commands;
using Hypercall.Gateway.Signing;
using Hypercall.Gateway.Tests.Support;

namespace Hypercall.Gateway.Tests;

/// <summary>Sessions and sockets that an agent has begun, where wallets are read by their owners alone.</summary>
public sealed class AgentSessionTests(PrivateVenueFixture fixture) : IClassFixture<PrivateVenueFixture>
{
    private readonly GatewayVenueFixture _venue = fixture.Venue;

    [Fact]
    public async Task A_session_ends_with_the_agent_that_began_it()
    {
        (TestKey key, TestKey agent) = (await _venue.FundedAsync(90), TestKey.Of(190));
        await _venue.RunAsync(new ApproveAgent(key.Address, agent.Address));
        (string own, string agents) = (await TokenAsync(key, key), await TokenAsync(key, agent));
        string path = $"/portfolio?wallet={key.Address}";
        Assert.Equal(HttpStatusCode.OK, await StatusOfAsync(path, agents));

        await RevokeAsync(key, agent);

        Assert.Equal(HttpStatusCode.Forbidden, await StatusOfAsync(path, agents));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusOfAsync($"/fills?wallet={key.Address}", agents));
        Assert.Equal(HttpStatusCode.OK, await StatusOfAsync(path, own));
    }

    [Fact]
    public async Task A_socket_ends_with_the_agent_that_proved_it()
    {
        (TestKey key, TestKey agent) = (await _venue.FundedAsync(91), TestKey.Of(191));
        await _venue.RunAsync(new ApproveAgent(key.Address, agent.Address));
        await using TestSocket own = await TestSocket.OpenAsync(_venue);
        await own.ProveAsync(key);
        await own.SubscribeAsync("order_updates");
        await using TestSocket agents = await TestSocket.OpenAsync(_venue);
        await agents.ProveAsync(key, agent);
        await agents.SubscribeAsync("order_updates");

        await RevokeAsync(key, agent);

        Assert.Equal(WebSocketCloseStatus.PolicyViolation, await agents.ReadToEndAsync());
        Assert.Equal("who proved the wallet no longer speaks for it", agents.CloseReason);
        await _venue.SendAsync("POST", "/order", Signed.Order(key, _venue.NewNonce(), price: "2"));
        Assert.Equal("OPEN", (await own.ReadAsync("OrderUpdate")).GetProperty("status").GetString());
    }

    private Task RevokeAsync(TestKey key, TestKey agent) => _venue.SendAsync(
        "DELETE", "/revoke-agent", Signed.Agent(SignedTypes.RevokeAgent, key, _venue.NewNonce(), agent));

    private async Task<string> TokenAsync(TestKey key, TestKey signer)
    {
        (_, JsonElement session, _) = await _venue.SendAsync(
            "POST", "/session", Signed.Proof(key, DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(), signer));
        return session.GetProperty("data").GetProperty("token").GetString()!;
    }

    private async Task<HttpStatusCode> StatusOfAsync(string path, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using HttpResponseMessage answer = await _venue.Http.SendAsync(request);
        return answer.StatusCode;
    }
}
