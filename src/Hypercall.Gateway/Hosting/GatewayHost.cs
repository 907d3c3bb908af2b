using Hypercall.Gateway.Routes;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Hypercall.Gateway.Hosting;

/// <summary>
/// The gateway as a part of a process that has no web host of its own, such as a node. It reads no configuration but
/// its options.
/// </summary>
public sealed class GatewayHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private GatewayHost(WebApplication app) => _app = app;

    /// <summary>Where it listens.</summary>
    public Uri Url => new(_app.Services.GetRequiredService<IServer>().Features
        .Get<IServerAddressesFeature>()!.Addresses.First());

    internal IServiceProvider Services => _app.Services;

    /// <summary>Starts it.</summary>
    /// <param name="system">A system in which the venue is started or reached, with its views.</param>
    /// <param name="options">What it serves; it has a URL.</param>
    /// <param name="logging">Where it logs; null: to the system's log, warnings and errors.</param>
    /// <param name="faucet">What gives a wallet money that is worth nothing, on a demonstration; null: there is none,
    /// as on every venue.</param>
    /// <exception cref="ArgumentException">There is no URL, or an option is out of range.</exception>
    /// <exception cref="IOException">The address is taken.</exception>
    public static async Task<GatewayHost> StartAsync(
        ActorSystem system,
        GatewayOptions options,
        Action<ILoggingBuilder>? logging = null,
        Func<WalletAddress, Task<FaucetAnswer>>? faucet = null)
    {
        Uri url = options.Url ?? throw new ArgumentException("a gateway needs a URL", nameof(options));
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls(url.GetLeftPart(UriPartial.Authority));
        builder.Services.AddRouting();
        if (logging is null)
            builder.Logging.AddProvider(new AkkaLogging(system.Log));
        else
            logging(builder.Logging);
        builder.Services.AddSingleton(GatewayVenue.Of(system, options.Partition));
        builder.Services.AddHypercallGateway(options);
        if (faucet is not null)
            builder.Services.AddSingleton<IGatewayRoutes>(new FaucetRoutes(faucet));
        WebApplication app = builder.Build();
        app.MapHypercallGateway();
        await app.StartAsync();
        return new GatewayHost(app);
    }

    /// <summary>Stops listening, then waits for what is being answered.</summary>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
