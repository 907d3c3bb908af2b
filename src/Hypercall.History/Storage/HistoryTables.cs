namespace Hypercall.History.Storage;

/// <summary>
/// The tables, in SQL that both kinds of database take. Prices and sizes are the engine's 64-bit units; cash, which
/// needs more, and addresses are text.
/// </summary>
internal static class HistoryTables
{
    /// <summary>Raised whenever tables or fold change: a history of another version is made anew.</summary>
    public const int Version = 6;

    public static HistoryTable Orders { get; } = new(
        "orders",
        ["order_id BIGINT", "sequence BIGINT", "wallet TEXT", "symbol TEXT", "side BIGINT", "price BIGINT",
            "size BIGINT", "filled BIGINT", "status BIGINT", "reason BIGINT", "tif BIGINT", "flags BIGINT",
            "expires_at BIGINT", "client_id TEXT", "builder TEXT", "created_at BIGINT", "updated_at BIGINT",
            "liquidation BIGINT", "underlying TEXT"],
        keys: 1,
        kept:
        [
            "wallet", "symbol", "side", "tif", "flags", "expires_at", "builder", "created_at", "liquidation",
            "underlying",
        ]);

    public static HistoryTable Trades { get; } = new(
        "trades",
        ["trade_id BIGINT", "sequence BIGINT", "at BIGINT", "symbol TEXT", "price BIGINT", "size BIGINT",
            "taker_side BIGINT", "taker TEXT", "maker TEXT", "taker_fee TEXT", "maker_fee TEXT", "source BIGINT",
            "underlying TEXT"],
        keys: 1);

    public static HistoryTable Fills { get; } = new(
        "fills",
        ["fill_id BIGINT", "trade_id BIGINT", "sequence BIGINT", "at BIGINT", "wallet TEXT", "order_id BIGINT",
            "symbol TEXT", "side BIGINT", "price BIGINT", "size BIGINT", "fee TEXT", "pnl TEXT", "builder TEXT",
            "builder_fee TEXT", "source BIGINT", "underlying TEXT"],
        keys: 1);

    public static HistoryTable Payouts { get; } = new(
        "payouts",
        ["id BIGINT", "sequence BIGINT", "at BIGINT", "wallet TEXT", "symbol TEXT", "size BIGINT",
            "settlement_price BIGINT", "value TEXT", "fee TEXT", "pnl TEXT", "expiry BIGINT"],
        keys: 1);

    public static HistoryTable Transfers { get; } = new(
        "transfers",
        ["id BIGINT", "sequence BIGINT", "at BIGINT", "wallet TEXT", "kind BIGINT", "symbol TEXT", "amount TEXT",
            "source TEXT", "number BIGINT"],
        keys: 1);

    public static HistoryTable Liquidations { get; } = new(
        "liquidations",
        ["id BIGINT", "sequence BIGINT", "at BIGINT", "wallet TEXT", "mode BIGINT", "state_before BIGINT",
            "state_after BIGINT", "equity TEXT", "maintenance TEXT", "maintenance_excess TEXT"],
        keys: 1);

    public static HistoryTable Instruments { get; } = new(
        "instruments",
        ["number BIGINT", "sequence BIGINT", "symbol TEXT", "status BIGINT", "created_at BIGINT", "updated_at BIGINT",
            "expiry BIGINT", "settlement_price BIGINT"],
        keys: 1,
        kept: ["symbol", "created_at"]);

    public static HistoryTable Prices { get; } =
        new("prices", ["symbol TEXT", "bucket BIGINT", "sequence BIGINT", "price BIGINT"], keys: 2);

    public static HistoryTable Equities { get; } =
        new("equities", ["wallet TEXT", "bucket BIGINT", "sequence BIGINT", "equity TEXT"], keys: 2);

    public static HistoryTable Wallets { get; } =
        new(
            "wallets", ["wallet TEXT", "sequence BIGINT", "first_seen BIGINT"], keys: 1,
            kept: ["sequence", "first_seen"]);

    /// <summary>Agents that were revoked: an engine forgets them after some days.</summary>
    public static HistoryTable Revocations { get; } =
        new("revocations", ["wallet TEXT", "agent TEXT", "sequence BIGINT", "at BIGINT"], keys: 2);

    /// <summary>Running sums of wallets as they stand, one for each <see cref="SumRow.Name"/>.</summary>
    public static HistoryTable Sums { get; } = new(
        "sums",
        ["wallet TEXT", "name TEXT", "sequence BIGINT", "at BIGINT", "amount TEXT", "events BIGINT"],
        keys: 2);

    /// <summary>What they stood at after each time at which they changed.</summary>
    public static HistoryTable Steps { get; } = new(
        "steps",
        ["wallet TEXT", "name TEXT", "at BIGINT", "sequence BIGINT", "amount TEXT", "events BIGINT"],
        keys: 3);

    public static IReadOnlyList<HistoryTable> All { get; } =
    [
        Orders, Trades, Fills, Payouts, Transfers, Liquidations, Instruments, Prices, Equities, Wallets, Revocations,
        Sums, Steps,
    ];

    /// <summary>Statements that make the table which says of which version the others are.</summary>
    public static IEnumerable<string> CreateMark =>
    [
        "CREATE TABLE IF NOT EXISTS mark (id BIGINT PRIMARY KEY, version BIGINT NOT NULL, since BIGINT NOT NULL, "
            + "sequence BIGINT NOT NULL, hash TEXT NOT NULL, at BIGINT NOT NULL)",
        $"INSERT INTO mark VALUES (1, {Version}, 0, 0, '', 0) ON CONFLICT DO NOTHING",
    ];

    /// <summary>
    /// Statements that make what is missing of the others. Each filter that clients may read by has an index in the
    /// order of the rows that are read, so that a page costs its length wherever it lies.
    /// </summary>
    public static IEnumerable<string> Create =>
    [
        .. All.Select(table => table.Create),
        "CREATE INDEX IF NOT EXISTS orders_wallet ON orders (wallet, order_id)",
        "CREATE INDEX IF NOT EXISTS orders_status ON orders (wallet, status, order_id)",
        "CREATE INDEX IF NOT EXISTS orders_client ON orders (wallet, client_id, order_id) "
            + "WHERE client_id IS NOT NULL",
        "CREATE INDEX IF NOT EXISTS orders_symbol ON orders (wallet, symbol, order_id)",
        "CREATE INDEX IF NOT EXISTS orders_underlying ON orders (wallet, underlying, order_id)",
        $"CREATE INDEX IF NOT EXISTS orders_traded ON orders (wallet, order_id) WHERE {HistoryQuery.HasTraded}",
        "CREATE INDEX IF NOT EXISTS trades_symbol ON trades (symbol, trade_id)",
        "CREATE INDEX IF NOT EXISTS trades_underlying ON trades (underlying, trade_id)",
        "CREATE INDEX IF NOT EXISTS trades_at ON trades (at, trade_id)",
        "CREATE INDEX IF NOT EXISTS fills_wallet ON fills (wallet, fill_id)",
        "CREATE INDEX IF NOT EXISTS fills_symbol ON fills (wallet, symbol, fill_id)",
        "CREATE INDEX IF NOT EXISTS fills_underlying ON fills (wallet, underlying, fill_id)",
        "CREATE INDEX IF NOT EXISTS fills_order ON fills (order_id, fill_id)",
        "CREATE INDEX IF NOT EXISTS payouts_wallet ON payouts (wallet, id)",
        "CREATE INDEX IF NOT EXISTS payouts_symbol ON payouts (wallet, symbol, id)",
        "CREATE INDEX IF NOT EXISTS transfers_wallet ON transfers (wallet, id)",
        "CREATE INDEX IF NOT EXISTS liquidations_wallet ON liquidations (wallet, id)",
        "CREATE INDEX IF NOT EXISTS instruments_symbol ON instruments (symbol)",
        "CREATE INDEX IF NOT EXISTS sums_at ON sums (wallet, at)",
    ];

    /// <summary>Names of all that these statements make.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. CreateMark.Take(1).Concat(Create).Select(NameIn)];

    /// <summary>Statements that take all of them away but the mark.</summary>
    public static IEnumerable<string> Drop => All.Select(table => $"DROP TABLE IF EXISTS {table.Name}");

    /// <summary>What stands behind CREATE TABLE IF NOT EXISTS, or an index's.</summary>
    private static string NameIn(string statement) => statement.Split(' ')[5];
}
