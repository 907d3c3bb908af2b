using Akka;
using Akka.Actor;
using Akka.Configuration;
using Akka.Hosting;
using Hypercall.Actors.Hosting;
using Hypercall.Engine.State;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;

namespace Hypercall.Gateway.Tests.Sockets;

/// <summary>
/// A gateway in somebody's own process, where the venue may end before the web host does: what its sockets guard goes
/// before the engine takes nothing more.
/// </summary>
public sealed class EndingVenueTests
{
    [Theory]
    [InlineData("connection")]
    [InlineData("account")]
    public async Task Guarded_orders_are_canceled_before_the_venue_ends(string mode)
    {
        var venue = new GatewayVenueFixture();
        await venue.InitializeAsync();
        TestKey key = await venue.FundedAsync(90);
        await using TestSocket socket = await TestSocket.OpenAsync(venue);
        await socket.ProveAsync(key);
        await socket.SendAsync("CancelOnDisconnect", new JsonObject { ["mode"] = mode });
        await socket.ReadAsync("CancelOnDisconnect");
        await socket.SendAsync("PlaceOrder", Signed.Order(key, venue.NewNonce()));
        await socket.ReadAsync("OrderResult");
        Assert.Single((await venue.WalletAsync(key)).OpenOrders);
        WalletReport? last = null;
        var shutdown = CoordinatedShutdown.Get(venue.System);
        shutdown.AddTask(CoordinatedShutdown.PhaseServiceUnbind, "look", async () =>
        {
            last = await venue.WalletAsync(key);
            return Done.Instance;
        });

        Task<WebSocketCloseStatus?> closed = socket.ReadToEndAsync();
        await shutdown.Run(CoordinatedShutdown.ClusterDowningReason.Instance);

        Assert.Equal(WebSocketCloseStatus.EndpointUnavailable, await closed);
        Assert.Empty(last!.OpenOrders);
        await venue.DisposeAsync();
    }

    [Fact]
    public async Task An_application_serves_the_venue_that_it_starts_itself()
    {
        Config config = HypercallConfig.Compose(ConfigurationFactory.ParseString("""
            hypercall.journal.choice = memory
            akka.loglevel = WARNING
            """));
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddAkka("own-host", akka => akka
            .AddHocon(config, HoconAddMode.Append)
            .WithHypercallEngine()
            .WithActors((system, _) => HypercallSystem.StartViews(system)));
        builder.Services.AddHypercallGateway(GatewayOptions.Read(config));
        await using WebApplication app = builder.Build();
        app.MapHypercallGateway();
        await app.StartAsync();
        using var http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };

        string instruments = await http.GetStringAsync("/instruments");

        Assert.Contains("\"result\":[]", instruments, StringComparison.Ordinal);
        await app.StopAsync();
    }
}
