using Hypercall.Gateway.OpenApi;

namespace Hypercall.Gateway.Reads;

/// <summary>The reads of gateway.md §5 that are served.</summary>
internal sealed class ReadRoutes(
    MarketReads market, WalletReads wallets, TradeReads trades, AccountHistoryReads accounts, VenueReads venue)
    : IGatewayRoutes
{
    private const string Rows = "limit?: int, offset?: int, before_id?: int";
    private const string Interval = "interval: '5m'|'1h'|'1d', limit?: int";
    private const string Kind = "currency?: text, kind?: 'option'";

    public void Map(IEndpointRouteBuilder routes)
    {
        MapMarket(routes);
        MapWallets(routes);
        MapHistory(routes);
        Get(routes, "/cluster", venue.Cluster).IsOfVenue("How the venue and this gateway's views stand", "Cluster");
    }

    /// <summary>A read that is answered by itself.</summary>
    public static IEndpointConventionBuilder Get(
        IEndpointRouteBuilder routes, string path, Func<ReadQuery, Task<Answer>> read) =>
        routes.MapGet(path, async context => await (await read(new ReadQuery(context))).ExecuteAsync(context));

    private void MapMarket(IEndpointRouteBuilder routes)
    {
        Get(routes, "/exchange-info", market.ExchangeInfo)
            .IsRead("Chain, domain of signatures, limits", "ExchangeInfo");
        Get(routes, "/markets", market.Markets)
            .IsRead("What is listed, by expiry", "list(Market)", "include_instruments?: flag");
        Get(routes, "/instruments", market.Instruments)
            .IsRead("Instruments in Deribit's shape", "deribit(Instrument[])", Kind);
        Get(routes, "/instrument-specs", market.InstrumentSpecs)
            .IsRead("Instruments in full", "deribit(InstrumentSpec[])", Kind);
        Get(routes, "/options-summary", market.OptionsSummary).IsRead(
            "Quotes, marks and greeks", "deribit(OptionSummary[])",
            $"{Kind}, expiry?: seconds, include_rfq_provider_quotes?: flag, rfq_provider_quotes_limit?: int");
        Get(routes, "/orderbook", market.Orderbook)
            .IsRead("A book", "deribit(OrderBook)", "instrument_id: text, depth?: int");
        Get(routes, "/options-chain", market.OptionsChain)
            .IsRead("A chain by strikes", "OptionChain", "currency: text, expiry: seconds");
        Get(routes, "/statistics", market.Statistics).IsRead("What the venue has done", "Statistics");
        Get(routes, "/rules", market.Rules).IsRead("The rules in force", "Rules");
    }

    private void MapWallets(IEndpointRouteBuilder routes)
    {
        Get(routes, "/portfolio", wallets.Portfolio).IsOwn("Positions and margin", "single(Portfolio)");
        Get(routes, "/risk/grid", wallets.RiskGrid).IsOwn("The wallet under the scenario grid", "single(RiskGrid)");
        Get(routes, "/mmp-config", wallets.MmpConfig)
            .IsOwn("Market-maker protection", "list(MmpConfig)", "currency?: text");
        Get(routes, "/authorized-agents", wallets.Agents).IsOwn("Who may sign for the wallet", "Agents");
        Get(routes, "/liquidation/status", wallets.LiquidationStatus)
            .IsOwn("How near liquidation is", "single(LiquidationStatus)");
        Get(routes, "/profile", wallets.Profile).IsOwn("The wallet at a glance", "success: flag, data: Profile");
    }

    private void MapHistory(IEndpointRouteBuilder routes)
    {
        Get(routes, "/trades", trades.Trades).IsRead(
            "Trades, newest first; after a trade oldest first", "list(Trade)",
            $"{Rows}, symbol?: symbol, underlying?: text, account?: address, after_trade_id?: int");
        Get(routes, "/trades/{id}", trades.Trade).IsRead("A trade", "single(Trade)");
        Get(routes, "/orders", trades.Orders).IsOwn(
            "Orders, newest first", "list(Order)",
            $"{Rows}, status?: 'open'|'partially_filled'|'filled'|'canceled'|'cancelled'");
        Get(routes, "/orders/status", trades.OrderStatusOf)
            .IsOwn("An order by id or client id", "single(Order)", "order_id: text");
        Get(routes, "/fills", trades.Fills).IsOwn("One's side of trades, newest first", "list(Fill)", Rows);
        Get(routes, "/profile/trades", trades.ProfileTrades).IsOwn(
            "As /fills, within a time", "list(Fill)",
            $"{Rows}, from_ts_ms?: ms, to_ts_ms?: ms, symbol?: symbol");
        Get(routes, "/profile/realized-pnl", trades.RealizedPnl)
            .IsOwn("What was realized", "list(RealizedPnl)", "from_ts_ms?: ms, to_ts_ms?: ms");
        Get(routes, "/liquidation/history", accounts.LiquidationHistory)
            .IsOwn("Changes of the liquidation state", "listed(Liquidation)", Rows);
        Get(routes, "/liquidations", accounts.Liquidations).WithMetadata(new FaceRoute(
            "Changes of liquidation states", "page(Liquidation)",
            $"wallet?: address, state?: {FaceShapes.LiquidationStates}, status?: {FaceShapes.LiquidationStates}, "
                + "margin_mode?: 'standard'|'portfolio', liquidation_mode?: text, limit?: int, cursor?: int",
            IsOfWallet: true));
        Get(routes, "/settlement-payouts", accounts.Payouts).IsOwn(
            "Settled positions, newest first", "list(Payout)",
            $"{Rows}, symbol?: symbol, ledger_applied?: flag");
        Get(routes, "/v1/transfers", accounts.Transfers).IsOwn(
            "Deposits and withdrawals", "page(Transfer)",
            "transaction_type?: text, asset?: text, status?: text, limit?: int, cursor?: int");
        Get(routes, "/historical-theos", accounts.Theos)
            .IsRead("Marks in the past", "single(HistoricalTheo)", $"instrument_name: symbol, {Interval}");
        Get(routes, "/historical-theos/batch", accounts.TheosBatch).IsRead(
            "Marks of several options in the past", "single(map(HistoricalTheo))",
            $"instrument_names: text, {Interval}");
        Get(routes, "/historical-pnl", accounts.Pnl)
            .IsOwn("Equity in the past", "single(HistoricalPnl)", $"{Interval}, include_attribution?: flag");
    }
}
