namespace Hypercall.Gateway.OpenApi;

/// <summary>The routes of face H (gateway.md §4, §5, §12).</summary>
internal static class FaceRoutes
{
    private const string Rows = "limit?: int, offset?: int, before_id?: int";
    private const string OfWallet = "wallet: address";
    private const string Interval = "interval: '5m'|'1h'|'1d', limit?: int";
    private const string Kind = "currency?: text, kind?: 'option'";

    /// <summary>Paths that are known and not served in this version.</summary>
    public static IReadOnlyList<string> NotInThisVersion { get; } =
    [
        "/rfq/{**rest}", "/ws/quotes", "/v1/withdrawals/{**rest}", "/v1/directives/{**rest}", "/referrals/{**rest}",
        "/competitions/{**rest}",
    ];

    public static IReadOnlyList<FaceRoute> All { get; } =
        [.. Standing(), .. Market(), .. Wallets(), .. Past(), .. Writes()];

    private static IEnumerable<FaceRoute> Standing() =>
    [
        Venue("/health", "That the gateway lives", "Health"),
        Venue("/ready", "Whether clients should be sent here; 503 where not", "Ready") with { Statuses = [200, 503] },
        Venue("/version", "Which program answers", "Version"),
        Venue("/cluster", "How the venue and this gateway's views stand", "Cluster"),
        Venue("/ws", "The socket: docs/gateway.md", "") with { Statuses = [101] },
        Venue("/openapi/v1.json", "This document", ""),
        new("POST", "/demo/faucet", "Money to play with, on a demonstration", "FaucetAnswer", Body: "Faucet"),
    ];

    private static IEnumerable<FaceRoute> Market() =>
    [
        Read("/exchange-info", "Chain, domain of signatures, limits", "ExchangeInfo"),
        Read("/markets", "What is listed, by expiry", "list(Market)", "include_instruments?: flag"),
        Read("/instruments", "Instruments in Deribit's shape", "deribit(Instrument[])", Kind),
        Read("/instrument-specs", "Instruments in full", "deribit(InstrumentSpec[])", Kind),
        Read(
            "/options-summary", "Quotes, marks and greeks", "deribit(OptionSummary[])",
            $"{Kind}, expiry?: seconds, include_rfq_provider_quotes?: flag, rfq_provider_quotes_limit?: int"),
        Read("/orderbook", "A book", "deribit(OrderBook)", "instrument_id: text, depth?: int"),
        Read("/options-chain", "A chain by strikes", "OptionChain", "currency: text, expiry: seconds"),
        Read("/statistics", "What the venue has done", "Statistics"),
        Read("/rules", "The rules in force", "Rules"),
        Read(
            "/trades", "Trades, newest first; after a trade oldest first", "list(Trade)",
            $"{Rows}, symbol?: symbol, underlying?: text, account?: address, after_trade_id?: int"),
        Read("/trades/{id}", "A trade", "single(Trade)"),
        Read("/liquidation/auctions", "Portfolios that are auctioned", "list(Auction)"),
        Read(
            "/historical-theos", "Marks in the past", "single(HistoricalTheo)",
            $"instrument_name: symbol, {Interval}"),
        Read(
            "/historical-theos/batch", "Marks of several options in the past", "single(map(HistoricalTheo))",
            $"instrument_names: text, {Interval}"),
    ];

    private static IEnumerable<FaceRoute> Wallets() =>
    [
        Own("/portfolio", "Positions and margin", "single(Portfolio)"),
        Own("/risk/grid", "The wallet under the scenario grid", "single(RiskGrid)"),
        Own("/mmp-config", "Market-maker protection", "list(MmpConfig)", "currency?: text"),
        Own("/authorized-agents", "Who may sign for the wallet", "Agents"),
        Own("/liquidation/status", "How near liquidation is", "single(LiquidationStatus)"),
        Own("/profile", "The wallet at a glance", "success: flag, data: Profile"),
        Own("/api-key", "Agent and id of a key", "ApiKeyName", "index: int") with { HasSequence = false },
    ];

    private static IEnumerable<FaceRoute> Past() =>
    [
        Own(
            "/orders", "Orders, newest first", "list(Order)",
            $"{Rows}, status?: 'open'|'partially_filled'|'filled'|'canceled'|'cancelled'"),
        Own("/orders/status", "An order by id or client id", "single(Order)", "order_id: text"),
        Own("/fills", "One's side of trades, newest first", "list(Fill)", Rows),
        Own(
            "/profile/trades", "As /fills, within a time", "list(Fill)",
            $"{Rows}, from_ts_ms?: ms, to_ts_ms?: ms, symbol?: symbol"),
        Own("/profile/realized-pnl", "What was realized", "list(RealizedPnl)", "from_ts_ms?: ms, to_ts_ms?: ms"),
        Own("/liquidation/history", "Changes of the liquidation state", "listed(Liquidation)", Rows),
        Read(
            "/liquidations", "Changes of liquidation states", "page(Liquidation)",
            $"wallet?: address, state?: {FaceShapes.LiquidationStates}, status?: {FaceShapes.LiquidationStates}, "
                + "margin_mode?: 'standard'|'portfolio', liquidation_mode?: text, limit?: int, cursor?: int") with
            {
                IsOfWallet = true,
            },
        Own(
            "/settlement-payouts", "Settled positions, newest first", "list(Payout)",
            $"{Rows}, symbol?: symbol, ledger_applied?: flag"),
        Own(
            "/v1/transfers", "Deposits and withdrawals", "page(Transfer)",
            "transaction_type?: text, asset?: text, status?: text, limit?: int, cursor?: int"),
        Own(
            "/historical-pnl", "Equity in the past", "single(HistoricalPnl)",
            $"{Interval}, include_attribution?: flag"),
    ];

    private static IEnumerable<FaceRoute> Writes() =>
    [
        Write("POST", "/order", "Places an order", "PlaceOrder", "OrderUpdate"),
        Write("PUT", "/order", "Puts another order in an open one's place", "ReplaceOrder", "OrderUpdate"),
        Write("DELETE", "/order", "Cancels an order", "CancelOrder", "CanceledOrder"),
        Write("DELETE", "/order_cloid", "Cancels an order by its client id", "CancelOrderByClientId", "CanceledOrder"),
        Write("POST", "/bulk_order", "Places up to 50 orders, each signed", "BulkPlace", "BulkResults"),
        Write("PUT", "/bulk_order", "Replaces up to 50 orders, each signed", "BulkReplace", "BulkResults"),
        Write("DELETE", "/bulk_order", "Cancels up to 50 orders, each signed", "BulkCancel", "BulkResults"),
        Write(
            "DELETE", "/bulk_order_cloid", "Cancels up to 50 orders by client id", "BulkCancelByClientId",
            "BulkResults"),
        Write("POST", "/bulk", "Actions in one record under one signature", "BulkActions", "ActionResults"),
        Write("DELETE", "/orders", "Cancels all orders", "CancelAll", "outcome(CanceledAll)"),
        Write("POST", "/cancel-all-after", "Arms the dead man's switch", "CancelAllAfter", "outcome(Armed)"),
        Write("POST", "/margin-mode", "Changes the margin mode", "SetMarginMode", "outcome(MarginModeChange)"),
        Write("POST", "/approve-agent", "Lets an agent sign", "Agent", "outcome(null)"),
        Write("DELETE", "/revoke-agent", "Lets an agent sign no longer", "Agent", "outcome(null)"),
        Write("DELETE", "/revoke-all-agents", "Lets no agent sign", "Nothing", "outcome(null)"),
        Write("POST", "/mmp-config", "Sets market-maker protection", "SetMmpConfig", "outcome(MmpConfig)"),
        Write("DELETE", "/mmp-config", "Ends market-maker protection", "MmpCurrency", "outcome(null)"),
        Write("POST", "/mmp-config/reset", "Ends a freeze", "MmpCurrency", "outcome(null)"),
        Write("POST", "/settlement-payouts/seen", "Marks settlements as seen", "SeenPayouts", "SeenAnswer"),
        Write("POST", "/api-key", "Approves a key of Deribit's face", "NewApiKey", "outcome(ApiKey)"),
        Write("POST", "/session", "A token to read one's own with", "Proof", "single(Session)"),
        Write("POST", "/withdraw/usdc", "Takes cash out of the venue", "Withdraw", "Withdrawal"),
        Write("POST", "/liquidation/standard-margin", "Bids for an auctioned portfolio", "Bid", "outcome(BidTaken)"),
    ];

    private static FaceRoute Venue(string path, string summary, string answer) =>
        new("GET", path, summary, answer, HasSequence: false);

    private static FaceRoute Read(string path, string summary, string answer, string query = "") =>
        new("GET", path, summary, answer, query);

    private static FaceRoute Own(string path, string summary, string answer, string query = "") =>
        new("GET", path, summary, answer, query.Length == 0 ? OfWallet : $"{OfWallet}, {query}", IsOfWallet: true);

    private static FaceRoute Write(string method, string path, string summary, string body, string answer) =>
        new(method, path, summary, answer, Body: body, HasSequence: false);
}
