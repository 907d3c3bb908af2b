using Hypercall.Gateway.Deribit;
using Hypercall.Gateway.OpenApi;
using Hypercall.Gateway.Routes;
using Hypercall.Gateway.Standing;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Hypercall.Gateway.Hosting;

/// <summary>The gateway in an application of ASP.NET Core.</summary>
public static class HypercallGatewayExtensions
{
    private const int MostBodyBytes = 256 << 10;

    /// <summary>Beyond it the server answers without a body; a URL that is too long is mostly shorter.</summary>
    private const int MostLineBytes = 64 << 10;

    /// <summary>Whoever takes an answer more slowly, but for the first seconds, is cut off.</summary>
    private static readonly MinDataRate LeastRate = new(4 << 10, TimeSpan.FromSeconds(5));

    /// <summary>What the gateway consists of, each once for all requests.</summary>
    private static readonly Type[] Parts =
    [
        typeof(GatewayErrors), typeof(GatewayGate), typeof(RateLimits), typeof(ReadShares), typeof(UnreadAnswers),
        typeof(SequenceClock), typeof(AccountDirectory), typeof(GatewaySecret), typeof(Sessions), typeof(TimerOwners),
        typeof(RevokedAgents), typeof(KeyGenerations), typeof(ApiKeys), typeof(ProofOfWallet),
        typeof(SignerDoor), typeof(EngineClients), typeof(WriteDesk), typeof(OrderWrites), typeof(AccountWrites),
        typeof(ProtectionWrites), typeof(AuctionWrites), typeof(AgentRevocation),
        typeof(ReplicaReads), typeof(PastReads), typeof(MarketSource), typeof(WalletAccess), typeof(SeenPayouts),
        typeof(AuctionReads), typeof(MarketReads), typeof(WalletReads), typeof(TradeReads),
        typeof(AccountHistoryReads), typeof(StateDigests), typeof(VenueReads),
        typeof(StandingPoll), typeof(GuardServices), typeof(WalletGuards), typeof(AgentWatch), typeof(SocketServices),
        typeof(SocketDoor),
        typeof(UsedSignatures), typeof(DeribitTokens), typeof(DeribitAuth), typeof(KeyDesk), typeof(DeribitMarket),
        typeof(DeribitAccount), typeof(DeribitTrading), typeof(DeribitProtection), typeof(DeribitMethods),
        typeof(ListedOptions), typeof(DeribitPoll), typeof(DeribitOwnFeed), typeof(OrderSums),
    ];

    private static readonly Type[] Routes =
    [
        typeof(StatusRoutes), typeof(ReadRoutes), typeof(ReadyRoutes), typeof(WriteRoutes), typeof(AccountRoutes),
        typeof(SocketRoutes), typeof(DeribitRoutes), typeof(DeribitSockets), typeof(PendingRoutes), typeof(PageRoutes),
        typeof(OpenApiRoutes),
    ];

    /// <summary>
    /// Adds what the gateway consists of. The application has an <see cref="ActorSystem"/> among its services in which
    /// the venue is started or reached, such as Akka.Hosting's, or a <see cref="GatewayVenue"/>.
    /// </summary>
    /// <param name="options">What it serves, and how.</param>
    /// <exception cref="ArgumentException">An option is out of range; the message names it.</exception>
    public static IServiceCollection AddHypercallGateway(this IServiceCollection services, GatewayOptions options)
    {
        options.Validate();
        services.AddSingleton(options);
        if (services.All(service => service.ServiceType != typeof(GatewayVenue)))
            services.AddSingleton(
                provider => GatewayVenue.Of(provider.GetRequiredService<ActorSystem>(), options.Partition));
        services.AddSingleton(new SigningDomain(options.ChainId));
        services.AddHttpContextAccessor();
        foreach (Type part in Parts)
            services.AddSingleton(part);
        foreach (Type routes in Routes)
            services.AddSingleton(typeof(IGatewayRoutes), routes);
        services.AddSingleton<IConnectionListenerFactory, ConnectionDoor>();
        services.Configure<KestrelServerOptions>(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MostBodyBytes;
            kestrel.Limits.MaxRequestLineSize = MostLineBytes;
            kestrel.Limits.MinResponseDataRate = LeastRate;
        });
        return services;
    }

    /// <summary>Serves it: every path that the contract names, and a NotFound for any other.</summary>
    /// <param name="app">The application, after <see cref="AddHypercallGateway"/>.</param>
    public static WebApplication MapHypercallGateway(this WebApplication app)
    {
        GatewayErrors errors = app.Services.GetRequiredService<GatewayErrors>();
        GatewayGate gate = app.Services.GetRequiredService<GatewayGate>();
        UseProxies(app);
        app.Use(next => context => errors.InvokeAsync(context, next));
        app.Use(next => context => gate.InvokeAsync(context, next));
        UseSockets(app);
        app.UseRouting();
        foreach (IGatewayRoutes routes in app.Services.GetServices<IGatewayRoutes>())
            routes.Map(app);
        app.MapFallback("{**path}", Unknown);
        return app;
    }

    /// <summary>A proxy that is named says who sent a request, and whether by TLS.</summary>
    private static void UseProxies(WebApplication app)
    {
        GatewayOptions options = app.Services.GetRequiredService<GatewayOptions>();
        if (options.Proxies.Count == 0)
            return;
        var forwarded = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto,
            ForwardLimit = null,
        };
        forwarded.KnownProxies.Clear();
        forwarded.KnownIPNetworks.Clear();
        foreach (System.Net.IPNetwork proxy in options.Proxies)
            forwarded.KnownIPNetworks.Add(proxy);
        app.UseForwardedHeaders(forwarded);
    }

    /// <summary>Pings and pongs pass below .NET's sockets, which would ping only who is silent.</summary>
    private static void UseSockets(WebApplication app)
    {
        GatewayOptions options = app.Services.GetRequiredService<GatewayOptions>();
        app.Use(next => context =>
        {
            if (context.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true } upgrade)
                context.Features.Set<IHttpUpgradeFeature>(new WatchedUpgrade(upgrade, new PongWatch(options.Time)));
            return next(context);
        });
        app.UseWebSockets(new WebSocketOptions { KeepAliveInterval = Timeout.InfiniteTimeSpan });
    }

    private static IResult Unknown(HttpContext context) =>
        Shapes.Error(GatewayError.NotFound($"there is no {context.Request.Method} {context.Request.Path}"));
}
