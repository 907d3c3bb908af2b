using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace Hypercall.Gateway.Reads;

/// <summary>The reads of gateway.md §5 that are served.</summary>
internal sealed class ReadRoutes(
    MarketReads market, WalletReads wallets, TradeReads trades, AccountHistoryReads accounts, VenueReads venue)
    : IGatewayRoutes
{
    public void Map(IEndpointRouteBuilder routes)
    {
        MapMarket(routes);
        MapWallets(routes);
        MapHistory(routes);
        Get(routes, "/cluster", venue.Cluster);
    }

    /// <summary>A read that is answered by itself.</summary>
    public static void Get(IEndpointRouteBuilder routes, string path, Func<ReadQuery, Task<Answer>> read) =>
        routes.MapGet(path, async context => await (await read(new ReadQuery(context))).ExecuteAsync(context));

    private void MapMarket(IEndpointRouteBuilder routes)
    {
        Get(routes, "/exchange-info", market.ExchangeInfo);
        Get(routes, "/markets", market.Markets);
        Get(routes, "/instruments", market.Instruments);
        Get(routes, "/instrument-specs", market.InstrumentSpecs);
        Get(routes, "/options-summary", market.OptionsSummary);
        Get(routes, "/orderbook", market.Orderbook);
        Get(routes, "/options-chain", market.OptionsChain);
        Get(routes, "/statistics", market.Statistics);
        Get(routes, "/rules", market.Rules);
    }

    private void MapWallets(IEndpointRouteBuilder routes)
    {
        Get(routes, "/portfolio", wallets.Portfolio);
        Get(routes, "/risk/grid", wallets.RiskGrid);
        Get(routes, "/mmp-config", wallets.MmpConfig);
        Get(routes, "/authorized-agents", wallets.Agents);
        Get(routes, "/liquidation/status", wallets.LiquidationStatus);
        Get(routes, "/profile", wallets.Profile);
    }

    private void MapHistory(IEndpointRouteBuilder routes)
    {
        Get(routes, "/trades", trades.Trades);
        Get(routes, "/trades/{id}", trades.Trade);
        Get(routes, "/orders", trades.Orders);
        Get(routes, "/orders/status", trades.OrderStatusOf);
        Get(routes, "/fills", trades.Fills);
        Get(routes, "/profile/trades", trades.ProfileTrades);
        Get(routes, "/profile/realized-pnl", trades.RealizedPnl);
        Get(routes, "/liquidation/history", accounts.LiquidationHistory);
        Get(routes, "/liquidations", accounts.Liquidations);
        Get(routes, "/settlement-payouts", accounts.Payouts);
        Get(routes, "/v1/transfers", accounts.Transfers);
        Get(routes, "/historical-theos", accounts.Theos);
        Get(routes, "/historical-theos/batch", accounts.TheosBatch);
        Get(routes, "/historical-pnl", accounts.Pnl);
    }
}
