using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hypercall.Gateway.Hosting;
using Hypercall.Gateway.Tests.Support;

namespace Hypercall.Gateway.Tests.Sockets;

/// <summary>What ends sockets that their clients do not end; what one gateway knows of another's requests.</summary>
public sealed class SocketBoundTests : IAsyncLifetime
{
    private readonly GatewayVenueFixture _venue = new("""
        hypercall.gateway.socket { most-per-address = 2, ping-interval = 200ms, pong-timeout = 3s }
        """);

    public Task InitializeAsync() => _venue.InitializeAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    /// <summary>The silent one is closed, and no third one let in; who answers pings stays until the drain.</summary>
    [Fact]
    public async Task Silence_a_crowd_and_a_drain_close_sockets()
    {
        await using TestSocket lively = await TestSocket.OpenAsync(_venue);
        Task<WebSocketCloseStatus?> end = lively.ReadToEndAsync();
        using (TcpClient silent = await UpgradeAsync("101 Switching Protocols"))
        {
            using TcpClient third = await UpgradeAsync("429 Too Many Requests");
            Assert.Equal("03f0" + Convert.ToHexStringLower("pong timeout"u8), await CloseFrameAsync(silent));
        }

        Assert.False(end.IsCompleted);
        TestKey key = await _venue.FundedAsync(10);
        JsonObject body = Signed.Order(key, _venue.NewNonce(), price: "5");
        await using (GatewayHost other = await GatewayHost.StartAsync(
            _venue.System, GatewayOptions.Read(_venue.System.Settings.Config)))
        {
            using var http = new HttpClient { BaseAddress = other.Url };
            using HttpResponseMessage first = await http.PostAsync(
                "/order", new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json"));
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

    private async Task<TcpClient> UpgradeAsync(string expected)
    {
        var client = new TcpClient();
        await client.ConnectAsync(_venue.Url.Host, _venue.Url.Port);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
            $"GET /ws HTTP/1.1\r\nHost: {_venue.Url.Authority}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"));
        var head = new StringBuilder();
        byte[] letter = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            await client.GetStream().ReadExactlyAsync(letter);
            head.Append((char)letter[0]);
        }

        Assert.StartsWith($"HTTP/1.1 {expected}", head.ToString());
        return client;
    }

    /// <summary>Reads frames, answering none, until the one that closes; gives its content.</summary>
    private static async Task<string> CloseFrameAsync(TcpClient client)
    {
        const byte close = 0x88;
        byte[] header = new byte[2];
        while (true)
        {
            await client.GetStream().ReadExactlyAsync(header);
            byte[] content = new byte[header[1]];
            await client.GetStream().ReadExactlyAsync(content);
            if (header[0] == close)
                return Convert.ToHexStringLower(content);
        }
    }
}
