using System.Net;
using Hypercall.Gateway.Tests.Sockets;

namespace Hypercall.Gateway.Tests;

/// <summary>Sessions and sockets, and those that an agent has begun, where wallets are read by their owners alone.</summary>
public sealed class AgentSessionTests(PrivateVenueFixture fixture) : IClassFixture<PrivateVenueFixture>
{
    private readonly GatewayVenueFixture _venue = fixture.Venue;

    [Fact]
    public async Task A_session_ends_with_the_agent_that_began_it()
    {
        (TestKey key, TestKey agent) = (await _venue.FundedAsync(90), TestKey.Of(190));
        await _venue.RunAsync(new ApproveAgent(key.Address, agent.Address));
        (string own, string agents) = (await fixture.TokenAsync(key, key), await fixture.TokenAsync(key, agent));
        string path = $"/portfolio?wallet={key.Address}";
        Assert.Equal(HttpStatusCode.OK, await fixture.StatusOfAsync(path, agents));

        await RevokeAsync(key, agent);

        Assert.Equal(HttpStatusCode.Forbidden, await fixture.StatusOfAsync(path, agents));
        Assert.Equal(HttpStatusCode.Forbidden, await fixture.StatusOfAsync($"/fills?wallet={key.Address}", agents));
        Assert.Equal(HttpStatusCode.OK, await fixture.StatusOfAsync(path, own));
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

    [Fact]
    public async Task A_portfolio_that_is_nobody_else_s_to_read_needs_a_proof()
    {
        TestKey key = await _venue.FundedAsync(83);
        await using TestSocket socket = await TestSocket.OpenAsync(_venue);
        await socket.SendAsync("Authenticate", new JsonObject { ["wallet"] = key.Address.ToString() });
        await socket.ReadAsync("Authenticated");
        await socket.SendAsync("Subscribe", new JsonObject { ["channel"] = "portfolio" });
        Assert.Equal("NotAuthorized", (await socket.ReadAsync("Error")).GetProperty("code").GetString());
        await socket.SubscribeAsync("index_prices");
        await socket.ProveAsync(key);
        await socket.SubscribeAsync("portfolio");
        await StandingTests.ReadPortfolioAsync(socket, "Initial", _ => true);
    }

    private Task RevokeAsync(TestKey key, TestKey agent) => _venue.SendAsync(
        "DELETE", "/revoke-agent", Signed.Agent(SignedTypes.RevokeAgent, key, _venue.NewNonce(), agent));
}
