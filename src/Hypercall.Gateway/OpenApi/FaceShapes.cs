namespace Hypercall.Gateway.OpenApi;

/// <summary>The shapes of face H's answers and of what stands in its bodies (gateway.md §2, §4, §5, §12).</summary>
internal static class FaceShapes
{
    private const string Money = "maker_commission: number, taker_commission: number";

    private const string ScenarioMembers =
        "id: text, spot_shock_pct: decimal, vol_shock_pct: decimal, pnl_weight: decimal, is_tail: flag";

    private const string MarketMembers = """
        underlying: text, expiry: seconds, index_price: decimal, atm_vol: decimal?, instruments?: MarketInstrument[],
        total_volume_24h: decimal, total_open_interest: decimal
        """;

    private const string LiquidationMembers =
        "equity: decimal?, mm_required: decimal?, maintenance_margin: decimal?, shortfall: decimal?";

    /// <summary>The words of a wallet's state.</summary>
    public static string LiquidationStates { get; } =
        string.Join('|', Words.LiquidationStates.Keys.Select(word => $"'{word}'"));

    /// <summary>What every outcome of the engine says.</summary>
    public const string Outcome = "sequence: int, code: text?, detail: text?, duplicate: flag, hash: hash?";

    /// <summary>Names and texts of the shapes (<see cref="ShapeText"/>).</summary>
    public static IReadOnlyDictionary<string, string> Texts { get; } = new Dictionary<string, string>
    {
        ["Error"] = """
            success: flag, data: null, error: text, code: text, detail: text?, request_id: text?, retry_after_ms?: int
            """,
        ["Pagination"] = "limit: int, offset: int, count: int",
        ["Page"] = "limit: int, next_cursor: text?, has_more: flag",
        ["Health"] = "status: 'ok'",
        ["Ready"] = "status: 'ready'|'not_ready', components: Component[]",
        ["Component"] = "name: text, ready: flag, detail: text?",
        ["Version"] = "version: text, commit: text?, ref: text?, build_time: text?, signing_chain_id: int",
        ["ExchangeInfo"] = """
            exchange_address: address, chain_id: int, signing_domain: SigningDomain, server_time: ms,
            rules_version: int, limits: map(Limits)
            """,
        ["SigningDomain"] = "name: text, version: text",
        ["Limits"] = "orders_per_minute: int, cancels_per_minute: int, requests_per_minute: int",
        ["Market"] = MarketMembers,
        ["MarketInstrument"] = """
            instrument_id: int, id: symbol, underlying: text, strike: decimal, expiry: seconds,
            option_type: 'call'|'put', option_token_address: text?, mark_iv: decimal?, volume_24h: decimal,
            open_interest: decimal, updated_at: iso, status: 'ACTIVE'|'HALTED'|'EXPIRED_PENDING_PRICE'|'SETTLED',
            trading_mode: text
            """,
        ["Instrument"] = $"""
            price_index: text, rfq: flag, orderbook: flag, kind: 'option', instrument_name: symbol,
            option_token_address: text?, {Money}, instrument_type: 'linear', expiration_timestamp: ms,
            creation_timestamp: ms, is_active: flag, option_type: 'call'|'put', contract_size: number,
            tick_size: number, strike: number, instrument_id: int, settlement_period: 'day'|'week'|'month',
            min_trade_amount: number, block_trade_commission: number, block_trade_min_trade_amount: number,
            block_trade_tick_size: number, settlement_currency: text, base_currency: text, counter_currency: text,
            quote_currency: text, tick_size_steps: TickStep[]
            """,
        ["TickStep"] = "tick_size: number, above_price: number",
        ["InstrumentSpec"] = """
            instrument_id: symbol, instrument_numeric_id: int, exchange_symbol: symbol, sym: text, exchange: text,
            instrument_kind: 'OPTION', option_kind: 'C'|'P', delivery: 'CASH', settle_asset: text, base_asset: text,
            quote_asset: text, strike: number, expiry_ns: ns, settlement_hour_utc: int, settlement_time_utc: text,
            contract_size: number, min_trade_size: number, tick_size: number, price_decimals: int, size_decimals: int,
            min_price_increment_bands: TickStep[], state: 'OPEN'|'SETTLEMENT'|'DELIVERED', is_tradable: flag,
            listed_time_ns: ns, event_ts_ns: ns, maker_fee_bps: number, taker_fee_bps: number,
            initial_margin_fraction: number?, maintenance_margin_fraction: number?, position_limit: number?,
            option_token_address: text?, settlement_oracle: text?, condition_id: text?,
            underlying_resolution_source: text?
            """,
        ["Greeks"] = "delta: number, gamma: number, theta: number, vega: number, rho: number",
        ["OptionSummary"] = """
            instrument_id: int, instrument_name: symbol, option_token_address: text?, expiration_timestamp: ms,
            bid_price: number, ask_price: number, mark_price: number, theoretical_price: number?, mark_iv: number?,
            ask_iv: number?, bid_iv: number?, underlying_price: number, underlying_index: text, open_interest: number,
            volume: number, volume_usd: number, high: number?, low: number?, last: number?, price_change: number?,
            interest_rate: number, estimated_delivery_price: number, creation_timestamp: ms, base_currency: text,
            quote_currency: text, mid_price: number, best_bid_size: number, best_ask_size: number,
            indicative_bid_price: number?, indicative_ask_price: number?, indicative_bid_size: number?,
            indicative_ask_size: number?, greeks: Greeks?
            """,
        ["OrderBook"] = """
            timestamp: ms, state: 'open'|'closed', stats: DayStatistics, greeks: Greeks?, index_price: number,
            instrument_name: symbol, option_token_address: text?, last_price: number?, settlement_price: number,
            min_price: number, max_price: number, open_interest: number, mark_price: number, theoretical_price: number?,
            mark_iv: number?, ask_iv: number?, bid_iv: number?, best_bid_price: number, best_ask_price: number,
            underlying_price: number, underlying_index: text, interest_rate: number, estimated_delivery_price: number,
            best_ask_amount: number, best_bid_amount: number, change_id: int, bids: number[][], asks: number[][]
            """,
        ["DayStatistics"] = "high: number?, low: number?, price_change: number?, volume: number, volume_usd: number",
        ["OptionChain"] = "currency: text, expiry: seconds, rows: ChainRow[]",
        ["ChainRow"] = "strike: number, call?: ChainLeg, put?: ChainLeg",
        ["ChainLeg"] = """
            symbol: symbol, option_token_address: text?, bid_price_usd: number?, bid_iv: number?,
            bid_size_contracts: number?, bid_size_usd_notional: number?, ask_price_usd: number?, ask_iv: number?,
            ask_size_contracts: number?, ask_size_usd_notional: number?, greeks_abs: GreeksAbsolute?,
            greeks_cash: GreeksCash?
            """,
        ["GreeksAbsolute"] = "delta: number, gamma: number, theta: number, vega: number",
        ["GreeksCash"] = """
            delta_1pct_usd: number, gamma_1pct_usd: number, theta_1d_usd: number, vega_1vol_usd: number
            """,
        ["Statistics"] = """
            since_sequence: int, sequence: int, timestamp: ms, hash: hash, commands: int, duplicates: int,
            rejections: map(int), action_rejections: map(int), trades: int, volume: decimal, notional: decimal,
            symbols: SymbolStatistics[]
            """,
        ["SymbolStatistics"] = """
            symbol: symbol, trades: int, volume: decimal, notional: decimal, last_price: decimal, last_trade_at: ms,
            high: decimal, low: decimal
            """,
        ["Trade"] = """
            trade_id: int, symbol: symbol, price: decimal, size: decimal, maker_address: address?,
            taker_address: address?, maker_fee: decimal?, taker_fee: decimal?, taker_side: 'Buy'|'Sell', timestamp: ms,
            created_at: iso
            """,
        ["Order"] = """
            order_id: int, wallet_address: address, symbol: symbol, side: 'Buy'|'Sell', price: decimal, size: decimal,
            tif: 'gtc'|'ioc'|'fok'|'gtd', status: 'open'|'partially_filled'|'filled'|'canceled', created_at: ms,
            updated_at: iso, filled_size: decimal, client_id: text?, reduce_only: flag, mmp_enabled: flag,
            instrument_type: 'option', liquidation: flag
            """,
        ["Fill"] = """
            fill_id: int, trade_id: int, wallet_address: address, symbol: symbol, price: decimal, size: decimal,
            fee: decimal, side: 'Buy'|'Sell', is_taker: flag, timestamp: ms, created_at: iso,
            builder_code_address: address?, builder_code_fee: decimal?, realized_pnl: decimal, explorer_url: null,
            instrument_type: 'option'
            """,
        ["Portfolio"] = $"""
            wallet_address: address, positions: Position[], total_margin_used: decimal?, available_balance: decimal?,
            withdrawable_usdc: decimal?, portfolio_snapshot_timestamp_ms: ms, span_margin?: SpanMargin,
            margin_mode: 'standard'|'portfolio', margin_summary?: MarginSummary, cash: decimal,
            liquidation_state: {LiquidationStates}, debt: decimal
            """,
        ["Position"] = """
            wallet_address: address, symbol: symbol, amount: decimal, entry_price: decimal, margin_posted: decimal,
            realized_pnl: decimal, unrealized_pnl: decimal?, updated_at: iso, instrument_type: 'option',
            notional_value: decimal?, maintenance_margin: decimal, liquidation_price: decimal, margin_ratio: decimal?
            """,
        ["SpanMargin"] = """
            equity: decimal?, initial_margin_required: decimal?, maintenance_margin_required: decimal?,
            open_orders_initial_margin: decimal, option_margin_required: decimal, scanning_risk: decimal,
            option_floor: decimal, gamma_overlay: decimal, hypercore_margin_required: decimal
            """,
        ["MarginSummary"] = """
            mode: 'standard'|'portfolio', equity: decimal, position_im: decimal, open_orders_im: decimal,
            initial_margin: decimal?, maintenance_margin: decimal?, open_orders_premium_reserved: decimal
            """,
        ["RiskGrid"] = """
            equity: decimal?, position_initial_margin: decimal?, position_maintenance_margin: decimal?,
            open_orders_initial_margin: decimal?, total_initial_margin: decimal?, scanning_risk: decimal?,
            option_floor: decimal?, gamma_overlay: decimal?, underlyings: UnderlyingRisk[]
            """,
        ["UnderlyingRisk"] = "underlying: text, scenarios: ScenarioResult[], extended_risk_matrix: RiskMatrix",
        ["Scenario"] = ScenarioMembers,
        ["ScenarioResult"] = ScenarioMembers + ", total_pnl: decimal",
        ["RiskMatrix"] = """
            scenarios: Scenario[], instruments: RiskLeg[], total_pnls: decimal[], worst_scenario_index: int?,
            worst_scenario_pnl: decimal?
            """,
        ["RiskLeg"] = """
            symbol: text, underlying: text, amount: decimal, base_amount: decimal, current_value: decimal,
            scenario_pnls: decimal[]
            """,
        ["MmpConfig"] = """
            wallet_address: address, currency: text, interval_ms: int, frozen_time_ms: int, qty_limit: decimal?,
            delta_limit: decimal?, vega_limit: decimal?, enabled: flag, nonce: int, frozen?: flag, frozen_until?: ms?,
            used?: MmpUsed
            """,
        ["MmpUsed"] = "qty: decimal, delta: decimal, vega: decimal",
        ["Agents"] = "agents: address[]",
        ["LiquidationStatus"] = $"""
            wallet: address, state: {LiquidationStates},
            liquidation_mode: text?, margin_mode: 'standard'|'portfolio', {LiquidationMembers},
            partial_liquidation: null, full_liquidation: null
            """,
        ["Liquidation"] = $"""
            id: int, wallet: address, previous_state: text, new_state: text, liquidation_mode: text?,
            {LiquidationMembers}, auction_id: text?, request_id: text?, tx_hash: text?, margin_needed: decimal?,
            winner_address: address?, bonus: decimal?, details: text?, timestamp: ms
            """,
        ["Auction"] = """
            auction_id: text, wallet: address, margin_mode: 'standard'|'portfolio', asked: decimal, started_at: ms,
            ends_at: ms, positions: AuctionPosition[], auction_version: int, portfolio_hash: hash
            """,
        ["AuctionPosition"] = "symbol: symbol, quantity: decimal, entry_price: decimal, mark: decimal?",
        ["Payout"] = """
            id: int, wallet: address, symbol: symbol, expiry_ts: seconds, position_size: decimal,
            settlement_price: decimal, settlement_value: decimal, settlement_entry_price: decimal, cost_basis: decimal,
            net_pnl: decimal, ledger_applied: flag, is_seen: flag, created_at: ms
            """,
        ["Transfer"] = """
            id: text, transaction_type: text, subtype: text?, asset_type: text, asset_symbol: text, amount: decimal,
            status: 'completed', domain_status: text?, delivery_status: text?, tx_hash: text?, tx_hash_type: text?,
            created_at: iso
            """,
        ["HistoricalTheo"] = "instrument_name: text, interval: '5m'|'1h'|'1d', points: TheoPoint[]",
        ["TheoPoint"] = "timestamp: ms, theoretical_price: number",
        ["HistoricalPnl"] = "wallet_address: address, interval: '5m'|'1h'|'1d', points: PnlPoint[]",
        ["PnlPoint"] = "timestamp: ms, equity: decimal",
        ["Profile"] = """
            wallet: address, account_wallet: address, username: text, account_first_seen_ts_ms: ms?,
            account_age_days: int?, margin: ProfileMargin, pnl: ProfilePnl
            """,
        ["ProfileMargin"] = """
            in_use: decimal?, available: decimal?, total: decimal?, deposits: decimal, withdraws: decimal
            """,
        ["ProfilePnl"] = "unrealized: decimal?, pnl_24h: decimal, lifetime_realized: decimal",
        ["RealizedPnl"] = "symbol: symbol, realized_pnl: decimal, event_count: int",
        ["Cluster"] = """
            partitions: PartitionStanding[], views: ViewStanding[], followers: FollowerStanding[], digests: map(hash),
            digests_sequence: int
            """,
        ["PartitionStanding"] = """
            partition: text, owner: text?, state: text, since: ms?, epoch: int, sequence: int, hash: hash?,
            starts: int, stop: text?, warnings: text[]
            """,
        ["ViewStanding"] = "kind: text, status: text, sequence: int, known_sequence: int, lag_ms: int",
        ["FollowerStanding"] = """
            state: text, record: int, sequence: int, hash: hash?, not_cross_checked: int, error: text?, lag_ms: int
            """,
        ["ApiKeyName"] = "agent: address, client_id: text",
        ["ApiKey"] = "client_id: text, client_secret: text?, agent: address, wallet: address",
        ["Session"] = "wallet: address, token: text, expires_at: ms",
        ["OrderUpdate"] = $"""
            timestamp: ms, info: OrderInfo, status: 'OPEN'|'PARTIALLY_FILLED'|'FILLED'|'CANCELED'|'REJECTED',
            reason: text?, filled_size: decimal, order_id: int?, wallet_address: address, mmp_triggered: flag?,
            request_id: uuid, {Outcome}, fills: OrderFill[]?
            """,
        ["OrderInfo"] = """
            symbol: symbol, price: decimal, size: decimal, side: 'Buy'|'Sell', tif: text?, client_id: text?,
            order_id: int?, is_perp: flag, underlying: text, reduce_only: flag?, nonce: int, signature: null,
            mmp_enabled: flag?, builder_code_address: address?
            """,
        ["OrderFill"] = "trade_id: int, price: decimal, size: decimal, fee: decimal, is_taker: flag",
        ["CanceledOrder"] = """
            success: flag, data: OrderUpdate?, error: text?, sequence?: int, code?: text?, detail?: text?,
            duplicate?: flag, hash?: hash?
            """,
        ["BulkResults"] = "results: BulkResult[]",
        ["BulkResult"] = """
            index: int, success: flag, data: OrderUpdate?, error: text?, sequence?: int, code?: text?, detail?: text?,
            duplicate?: flag, hash?: hash?, request_id?: text?, retry_after_ms?: int
            """,
        ["ActionResults"] = $"""
            success: flag, data?: null, error?: text, {Outcome}, results: ActionResult[]
            """,
        ["ActionResult"] = "outcome: 'accepted'|'rejected', code: text?, detail: text?, orderId: int?",
        ["CanceledAll"] = "canceled: int[]?",
        ["Armed"] = "due_at: ms?",
        ["MarginModeChange"] = """
            wallet: address, margin_mode: 'standard'|'portfolio', previous_mode: 'standard'|'portfolio'?
            """,
        ["Withdrawal"] = $"""
            success: flag, data: WithdrawalData?, error: text?, {Outcome}, request_id: uuid, directive_id: uuid,
            domain_status: 'accepted'|'rejected', delivery_status: 'pending'|'none', balance_after: decimal?,
            message: text
            """,
        ["WithdrawalData"] = """
            sequence: int, wallet: address, amount: decimal, destination: address, status: 'accepted'
            """,
        ["SeenAnswer"] = "success: flag, requested: int, affected: int, error: text?",
        ["BidTaken"] = """
            request_id: text, auction_id: text, liquidated_wallet: address, liquidator_wallet: address
            """,
        ["FaucetAnswer"] = "success: flag, given: flag",
        ["Rules"] = """
            version: int, semantics: int, marginEnabled: flag, defaultStp: text, venueSigners: map(address[]),
            builders: address[], outcomeCache: int, outcomeCacheBytes: int, maxSources: int, maxAgents: int,
            maxAgentRecords: int, maxMakers: int, maxMmpIntervalMs: int, maxMmpRecords: int, maxPriceAgeMs: int,
            maxIndexMovePpm: int, priceBand: RulesBand, distress: RulesDistress, expiryTime: text, ticks: RulesTick[],
            significantFigures: int, sizeStep: decimal, minSize: decimal, maxSize: decimal, fees: RulesFees,
            tier: RulesTier, mmp: RulesMmp, standard: RulesStandard, portfolio: RulesPortfolio,
            liquidation: RulesLiquidation, twapMs: int, maxSettlementMovePpm: int, minTwapCoveragePpm: int,
            overrides: map(RulesOverride)
            """,
        ["RulesBand"] = "markPpm: int, floor: decimal",
        ["RulesDistress"] = "bandPpm: int, floor: decimal",
        ["RulesTick"] = "from: decimal, tick: decimal",
        ["RulesFees"] = """
            makerPpm: int, takerPpm: int, capPpm: int, settlementPpm: int, settlementCapPpm: int, builderPpm: int
            """,
        ["RulesTier"] = "maxOpenOrders: int, maxOpenPositions: int",
        ["RulesMmp"] = "breach: text, window: text",
        ["RulesStandard"] = "imPpm: int, imFloorPpm: int, mmPpm: int",
        ["RulesPortfolio"] = """
            scenarios: RulesScenario[], floorPpm: int, gammaPpm: int, gammaHours: int, mmPpm: int, coverPpm: int,
            perpProfitPpm: int, volTenor: RulesTenor
            """,
        ["RulesScenario"] = "id: text, spotPpm: int, volPpm: int, weightPpm: int",
        ["RulesTenor"] = "referenceDays: int, powerPpm: int, minPpm: int, maxPpm: int",
        ["RulesLiquidation"] = """
            graceMs: int, checksPerCommand: int, partialMaxPositions: int, repriceMs: int, slicePpm: int,
            bonusStepPpm: int, bonusMaxPpm: int, escalationMs: int, auctionMs: int, auctionStartPpm: int,
            auctionMinPpm: int, feePpm: int, insuranceSharePpm: int, fundBonusPpm: int, maxPauseMs: int
            """,
        ["RulesOverride"] = """
            expiryTime?: text, ticks?: RulesTick[], significantFigures?: int, sizeStep?: decimal, minSize?: decimal,
            maxSize?: decimal, fees?: RulesFees, standard?: RulesStandard, portfolio?: RulesPortfolio
            """,
    };

    private const string Signed = "nonce: int, signature: signature";

    private const string Terms = """
        symbol: symbol, side: 'Buy'|'Sell', size: decimal, price: decimal, tif?: 'gtc'|'ioc'|'fok'|'gtd',
        client_id?: text, reduce_only?: flag, mmp_enabled?: flag, builder_code_address?: address, post_only?: flag,
        expires_at?: ms, stp?: 'cancelMaker'|'cancelTaker'|'cancelBoth'|'decrement'
        """;

    /// <summary>Bodies, by name; what is left out of them may be null too.</summary>
    public static IReadOnlyDictionary<string, string> Bodies { get; } = new Dictionary<string, string>
    {
        ["PlaceOrder"] = $"wallet: address, route?: 'book_only'|'best_execution', {Terms}, {Signed}",
        ["ReplaceOrder"] = $"wallet: address, order_id: int, {Terms}, {Signed}",
        ["CancelOrder"] = $"wallet: address, order_id: int, {Signed}",
        ["CancelOrderByClientId"] = $"wallet: address, client_id: text, {Signed}",
        ["BulkPlace"] = "orders: PlaceOrder[]",
        ["BulkReplace"] = "replacements: ReplaceOrder[]",
        ["BulkCancel"] = "cancels: CancelOrder[]",
        ["BulkCancelByClientId"] = "cancels: CancelOrderByClientId[]",
        ["BulkActions"] = $"wallet: address, actions: text, {Signed}",
        ["CancelAll"] = $"wallet: address, symbol?: symbol, currency?: text, mmp_only?: flag, {Signed}",
        ["CancelAllAfter"] = $"wallet: address, timeout_ms: int, {Signed}",
        ["SetMarginMode"] = $"wallet: address, margin_mode: 'standard'|'portfolio', {Signed}",
        ["Agent"] = $"agent: address, {Signed}",
        ["Nothing"] = Signed,
        ["SetMmpConfig"] = $"""
            wallet: address, currency: text, interval_ms: int, frozen_time_ms: int, qty_limit?: decimal,
            delta_limit?: decimal, vega_limit?: decimal, enabled: flag, {Signed}
            """,
        ["MmpCurrency"] = $"wallet: address, currency: text, {Signed}",
        ["SeenPayouts"] = $"wallet: address, ids: int[], {Signed}",
        ["NewApiKey"] = $"wallet: address, index: int, {Signed}",
        ["Withdraw"] = $"wallet: address, account: address, destination: address, amount: decimal, {Signed}",
        ["Bid"] = $"""
            wallet: address, liquidated_wallet: address, request_id: text, auction_id: text, bid_usdc: decimal,
            positions: BidPosition[], portfolio_hash: text, auction_terms_hash: text, auction_version: int,
            valuation_timestamp_ms: ms, bid_intent_hash: text, {Signed}
            """,
        ["BidPosition"] = "symbol: symbol, quantity: decimal, entry_price: decimal",
        ["Proof"] = "wallet: address, timestamp: ms, signature: signature",
        ["Faucet"] = "wallet: address",
    };
}
