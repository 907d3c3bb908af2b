using Akka.Actor;
using Akka.Configuration;
using Hypercall.Actors.Hosting;
using Hypercall.Gateway.Hosting;

namespace Hypercall.Gateway.Tests.Support;

/// <summary>A venue of one engine in memory with its views, and a gateway of it on a port of its own.</summary>
public sealed class GatewayVenueFixture : IAsyncLifetime
{
    private ActorSystem? _system;
    private GatewayHost? _gateway;

    /// <summary>A client of the gateway.</summary>
    internal HttpClient Http { get; private set; } = null!;

    internal ActorSystem System => _system!;

    public async Task InitializeAsync()
    {
        Config config = HypercallConfig.Compose(ConfigurationFactory.ParseString("""
            hypercall.journal.choice = memory
            hypercall.gateway.url = "http://127.0.0.1:0"
            akka.loglevel = WARNING
            akka.stdout-loglevel = OFF
            """));
        _system = ActorSystem.Create("gateway-test", config);
        HypercallSystem.StartPartitions(_system);
        HypercallSystem.StartViews(_system);
        _gateway = await GatewayHost.StartAsync(_system, GatewayOptions.Read(config));
        Http = new HttpClient { BaseAddress = _gateway.Url };
    }

    public async Task DisposeAsync()
    {
        Http.Dispose();
        await _gateway!.DisposeAsync();
        await _system!.Terminate();
    }
}
