using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Hypercall.Gateway.Tests;

/// <summary>How many connections an address may have open, and how slowly it may read.</summary>
public sealed class ConnectionBoundTests(GatewayVenueFixture venue) : IClassFixture<GatewayVenueFixture>
{
    private static readonly byte[] Request = "GET /health HTTP/1.1\r\nHost: h\r\n\r\n"u8.ToArray();

    [Fact]
    public async Task A_connection_too_many_is_closed_until_another_has_ended()
    {
        await using GatewayHost gateway = await StartAsync(most: 2);
        using var silent = new TcpClient();
        await silent.ConnectAsync(IPAddress.Loopback, gateway.Url.Port);
        using (await RawSocket.OpenAsync(gateway.Url))
        {
            Assert.False(await IsLetInAsync(gateway));
            Assert.True(await IsLetInAsync(gateway, IPAddress.Parse("127.0.0.2")));
        }

        while (!await IsLetInAsync(gateway))
        {
        }
    }

    [Fact]
    public async Task A_proxy_that_is_named_has_as_many_as_it_likes_and_zero_is_no_limit()
    {
        await using GatewayHost proxied = await StartAsync(most: 1, new IPNetwork(IPAddress.Loopback, 32));
        await using GatewayHost unlimited = await StartAsync(most: 0);
        foreach (GatewayHost gateway in (GatewayHost[])[proxied, unlimited])
        {
            using RawSocket first = await RawSocket.OpenAsync(gateway.Url);
            using RawSocket second = await RawSocket.OpenAsync(gateway.Url);
        }
    }

    /// <summary>A server that listens on IPv6 too has IPv4's addresses in that form.</summary>
    [Theory]
    [InlineData("10.1.2.3", true)]
    [InlineData("::ffff:10.1.2.3", true)]
    [InlineData("11.1.2.3", false)]
    [InlineData("::ffff:11.1.2.3", false)]
    [InlineData("2001:db8::1", false)]
    public void A_proxy_is_known_in_both_forms_of_its_address(string address, bool isProxy)
    {
        var options = new GatewayOptions
        {
            Url = null,
            Partition = "main",
            Proxies = [new IPNetwork(IPAddress.Parse("10.0.0.0"), 8)],
        };

        Assert.Equal(isProxy, options.IsProxy(IPAddress.Parse(address)));
    }

    [Fact]
    public void Who_takes_an_answer_too_slowly_is_cut_off()
    {
        KestrelServerLimits limits =
            venue.Gateway.Services.GetRequiredService<IOptions<KestrelServerOptions>>().Value.Limits;

        Assert.Equal(
            (4_096, TimeSpan.FromSeconds(5)),
            (limits.MinResponseDataRate!.BytesPerSecond, limits.MinResponseDataRate.GracePeriod));
    }

    private Task<GatewayHost> StartAsync(int most, params IPNetwork[] proxies) => GatewayHost.StartAsync(
        venue.System,
        GatewayOptions.Read(venue.System.Settings.Config) with { ConnectionsPerAddress = most, Proxies = proxies });

    /// <summary>Whether a connection's request is answered.</summary>
    private static async Task<bool> IsLetInAsync(GatewayHost gateway, IPAddress? from = null)
    {
        using var client = new TcpClient(new IPEndPoint(from ?? IPAddress.Loopback, 0));
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, gateway.Url.Port);
            await client.GetStream().WriteAsync(Request);
            return await client.GetStream().ReadAsync(new byte[1]) > 0;
        }
        catch (Exception closed) when (closed is IOException or SocketException)
        {
            return false;
        }
    }
}
