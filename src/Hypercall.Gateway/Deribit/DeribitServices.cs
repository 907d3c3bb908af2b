using Microsoft.Extensions.DependencyInjection;

namespace Hypercall.Gateway.Deribit;

/// <summary>What Deribit's face consists of.</summary>
internal static class DeribitServices
{
    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<UsedSignatures>();
        services.AddSingleton<DeribitTokens>();
        services.AddSingleton<DeribitAuth>();
        services.AddSingleton<KeyDesk>();
        services.AddSingleton<DeribitMarket>();
        services.AddSingleton<DeribitAccount>();
        services.AddSingleton<DeribitTrading>();
        services.AddSingleton<DeribitProtection>();
        services.AddSingleton<DeribitMethods>();
        services.AddSingleton<ListedOptions>();
        services.AddSingleton<DeribitPoll>();
        services.AddSingleton<DeribitOwnFeed>();
        services.AddSingleton<IGatewayRoutes, DeribitRoutes>();
        services.AddSingleton<IGatewayRoutes, DeribitSockets>();
    }
}
