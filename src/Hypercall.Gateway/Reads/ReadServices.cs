using Microsoft.Extensions.DependencyInjection;

namespace Hypercall.Gateway.Reads;

/// <summary>What reads consist of.</summary>
internal static class ReadServices
{
    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<ReplicaReads>();
        services.AddSingleton<PastReads>();
        services.AddSingleton<MarketSource>();
        services.AddSingleton<WalletAccess>();
        services.AddSingleton<SeenPayouts>();
        services.AddSingleton<AuctionReads>();
        services.AddSingleton<MarketReads>();
        services.AddSingleton<WalletReads>();
        services.AddSingleton<TradeReads>();
        services.AddSingleton<AccountHistoryReads>();
        services.AddSingleton<StateDigests>();
        services.AddSingleton<VenueReads>();
        services.AddSingleton<IGatewayRoutes, ReadRoutes>();
    }
}
