using System.Net.Http.Json;

namespace Hypercall.Gateway.Tests.Sockets;

/// <summary>What ends sockets that their clients do not end; what one gateway knows of another's requests.</summary>
public sealed class SocketBoundTests : IAsyncLifetime
{
    private readonly GatewayVenueFixture _venue = new("""
        hypercall.gateway.socket.most-per-address = 2
        """);

    public Task InitializeAsync() => _venue.InitializeAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    /// <summary>No third one is let in until another has left; who is there stays until the drain.</summary>
    [Fact]
    public async Task A_crowd_is_not_let_in_and_a_drain_closes_sockets()
    {
        await using TestSocket lively = await TestSocket.OpenAsync(_venue);
        Task<WebSocketCloseStatus?> end = lively.ReadToEndAsync();
        using (await RawSocket.OpenAsync(_venue.Url))
        using (await RawSocket.OpenAsync(_venue.Url, "429 Too Many Requests"))
            Assert.False(end.IsCompleted);

        TestKey key = await _venue.FundedAsync(10);
        JsonObject body = Signed.Order(key, _venue.NewNonce(), price: "5");
        await using (GatewayHost other = await _venue.StartAnotherAsync())
        {
            using var http = new HttpClient { BaseAddress = other.Url };
            using HttpResponseMessage first = await http.PostAsJsonAsync("/order", body);
            using JsonDocument placed = JsonDocument.Parse(await first.Content.ReadAsStringAsync());
            (_, JsonElement again, _) = await _venue.SendAsync("POST", "/order", body);
            Assert.Equal("OPEN", placed.RootElement.GetProperty("status").GetString());
            Assert.True(again.GetProperty("duplicate").GetBoolean());
            Assert.Equal(
                placed.RootElement.GetProperty("order_id").GetInt64(), again.GetProperty("order_id").GetInt64());
        }

        Assert.Single((await _venue.WalletAsync(key)).OpenOrders);
        await _venue.DisposeAsync();
        Assert.Equal(WebSocketCloseStatus.EndpointUnavailable, await end);
    }
}
