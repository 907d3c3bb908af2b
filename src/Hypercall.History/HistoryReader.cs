using Hypercall.History.Storage;

namespace Hypercall.History;

/// <summary>Which of the rows that pass are read, the newest first.</summary>
/// <param name="Offset">How many to leave out first: each of them costs.</param>
/// <param name="BeforeId">Only those with a smaller id, which costs nothing; null: from the newest on.</param>
public readonly record struct HistorySlice(int Limit, int Offset = 0, long? BeforeId = null)
{
    /// <summary>All of them.</summary>
    public static HistorySlice All { get; } = new(int.MaxValue);
}

/// <summary>Rows, and which sequence of the engine they are as of.</summary>
public sealed record HistoryPage<T>(HistoryMark Mark, IReadOnlyList<T> Rows);

/// <summary>What changes of liquidation states to read; what is null does not count.</summary>
/// <param name="State">The state after the change.</param>
public sealed record LiquidationFilter(
    WalletAddress? Wallet = null, LiquidationState? State = null, MarginMode? Mode = null);

/// <summary>What trades to read, or fills or orders by the same; what is null does not count.</summary>
/// <param name="Account">A wallet that is on either side of a trade, or whose the fill or order is.</param>
public sealed record TradeFilter(string? Symbol = null, string? Underlying = null, WalletAddress? Account = null);

/// <summary>
/// Reads a stored history, each time all of one moment. Newest rows first unless said otherwise. Safe for use from
/// several threads; blocks its caller while the database answers.
/// </summary>
public sealed class HistoryReader(HistoryDatabase database)
{
    private const int FillsPerTrade = 2;

    /// <summary>How far the store goes.</summary>
    public HistoryMark Mark()
    {
        using DbConnection connection = database.Open();
        return ReadMark(connection, null);
    }

    /// <summary>Orders of a wallet.</summary>
    public HistoryPage<OrderRow> Orders(WalletAddress wallet, OrderStatus? status, HistorySlice slice) => Read(
        Of(wallet, HistoryTables.Orders).WhereGiven("status", (long?)status).Newest("order_id", slice),
        RowReader.Order);

    /// <summary>An order of a wallet by its id.</summary>
    public HistoryPage<OrderRow> Order(WalletAddress wallet, long orderId) =>
        Read(Of(wallet, HistoryTables.Orders).Where("order_id", orderId), RowReader.Order);

    /// <summary>The last order of a wallet with a client id.</summary>
    public HistoryPage<OrderRow> Order(WalletAddress wallet, string clientId) =>
        Read(OrderBy(wallet, clientId), RowReader.Order);

    /// <summary>Trades.</summary>
    public HistoryPage<TradeRow> Trades(TradeFilter filter, HistorySlice slice) =>
        Read(TradesBy(filter, slice), RowReader.Trade);

    /// <summary>Trades after one, the oldest first.</summary>
    public HistoryPage<TradeRow> TradesAfter(long tradeId, int limit) => Read(
        new HistoryQuery(HistoryTables.Trades).After("trade_id", tradeId).Oldest("trade_id", limit), RowReader.Trade);

    /// <summary>One trade.</summary>
    public HistoryPage<TradeRow> Trade(long tradeId) =>
        Read(new HistoryQuery(HistoryTables.Trades).Where("trade_id", tradeId), RowReader.Trade);

    /// <summary>Fills of a wallet.</summary>
    public HistoryPage<FillRow> Fills(WalletAddress wallet, HistorySlice slice) =>
        Read(Of(wallet, HistoryTables.Fills).Newest("fill_id", slice), RowReader.Fill);

    /// <summary>Settlements of a wallet's positions.</summary>
    public HistoryPage<PayoutRow> Payouts(WalletAddress wallet, string? symbol, HistorySlice slice) => Read(
        Of(wallet, HistoryTables.Payouts).WhereGiven("symbol", symbol).Newest("id", slice), RowReader.Payout);

    /// <summary>Settlements of a wallet's positions by their ids, ascending.</summary>
    public HistoryPage<PayoutRow> Payouts(WalletAddress wallet, IReadOnlyList<long> ids) => Read(
        Of(wallet, HistoryTables.Payouts).WhereAny("id", ids).Oldest("id", int.MaxValue), RowReader.Payout);

    /// <summary>Transfers of a wallet before an id; null: from the newest on.</summary>
    /// <param name="symbols">Options wanted, the empty one for cash; null: all.</param>
    /// <param name="beforeId">Only those before it.</param>
    public HistoryPage<TransferRow> Transfers(
        WalletAddress wallet, IReadOnlyList<TransferKind> kinds, IReadOnlyList<string>? symbols, long? beforeId,
        int limit)
    {
        var query = new HistoryQuery(HistoryTables.Transfers)
            .WhereAny("kind", [.. kinds.Select(kind => (long)kind)])
            .Where("wallet", RowValues.Text(wallet));
        if (symbols is not null)
            query.WhereAny("symbol", symbols);
        return Read(query.Newest("id", new HistorySlice(limit, 0, beforeId)), RowReader.Transfer);
    }

    /// <summary>Changes of liquidation states.</summary>
    public HistoryPage<LiquidationRow> Liquidations(LiquidationFilter filter, HistorySlice slice) => Read(
        Of(filter.Wallet, HistoryTables.Liquidations)
            .WhereGiven("state_after", (long?)filter.State)
            .WhereGiven("mode", (long?)filter.Mode)
            .Newest("id", slice),
        RowReader.Liquidation);

    /// <summary>All instruments there ever were, in the order of their creation.</summary>
    public HistoryPage<InstrumentRow> Instruments() => Read(
        new HistoryQuery(HistoryTables.Instruments).Oldest("number", int.MaxValue), RowReader.Instrument);

    /// <summary>The instruments that had a symbol, the first one first.</summary>
    public HistoryPage<InstrumentRow> Instruments(string symbol) => Read(
        new HistoryQuery(HistoryTables.Instruments).Where("symbol", symbol).Oldest("number", int.MaxValue),
        RowReader.Instrument);

    /// <summary>Samples of a price.</summary>
    public HistoryPage<PriceSample> Prices(string symbol, SampleInterval interval, int limit) => Read(
        new HistoryQuery(HistoryTables.Prices).Where("symbol", symbol)
            .FirstOf("bucket", (long)interval).Newest("bucket", new HistorySlice(limit)),
        RowReader.Sample);

    /// <summary>Samples of a wallet's equity.</summary>
    public HistoryPage<EquitySample> Equities(WalletAddress wallet, SampleInterval interval, int limit) => Read(
        Of(wallet, HistoryTables.Equities).FirstOf("bucket", (long)interval).Newest("bucket", new HistorySlice(limit)),
        RowReader.Equity);

    /// <summary>What a wallet realized from one time up to another, ascending by symbol (ordinal).</summary>
    public HistoryPage<RealizedRow> Realized(WalletAddress wallet, long fromMs, long toMs)
    {
        HistoryPage<RealizedRow> page = Read(
            (connection, transaction) => SumQuery.Between(connection, transaction, wallet, fromMs, toMs),
            SumQuery.Difference);
        return page with
        {
            Rows =
            [
                .. page.Rows.Where(row => row.Events > 0 && ParsedInstrument.IsOptionSymbol(row.Symbol))
                    .OrderBy(row => row.Symbol, StringComparer.Ordinal),
            ],
        };
    }

    /// <summary>What a wallet realized on some symbols so far, ascending by symbol as the database sorts.</summary>
    public HistoryPage<RealizedRow> Realized(WalletAddress wallet, IReadOnlyList<string> symbols) => Read(
        Of(wallet, HistoryTables.Sums).WhereAny("name", symbols).Oldest("name", int.MaxValue),
        row => RealizedRow.Of(RowReader.Sum(row)));

    /// <summary>A sum of a wallet as it stands; no row: nothing was ever added.</summary>
    /// <param name="name">One of <see cref="SumNames"/>, or a symbol for what was realized on it.</param>
    public HistoryPage<SumRow> Sum(WalletAddress wallet, string name) =>
        Read(Of(wallet, HistoryTables.Sums).Where("name", name), RowReader.Sum);

    /// <summary>What a sum of a wallet stood at before a time; no row: at nothing.</summary>
    public HistoryPage<SumRow> SumBefore(WalletAddress wallet, string name, long atMs) => Read(
        Of(wallet, HistoryTables.Steps).Where("name", name).Newest("at", new HistorySlice(1, 0, atMs)),
        RowReader.Step);

    /// <summary>When a wallet revoked an agent last; no row: never, as far as the history goes back.</summary>
    public HistoryPage<RevocationRow> Revocation(WalletAddress wallet, WalletAddress agent) => Read(
        Of(wallet, HistoryTables.Revocations).Where("agent", RowValues.Text(agent)), RowReader.Revocation);

    /// <summary>Fills of a wallet within a time, of one symbol or of all.</summary>
    public HistoryPage<FillRow> Fills(
        WalletAddress wallet, string? symbol, long fromMs, long toMs, HistorySlice slice) =>
        Read(FillsBy(wallet, new TradeFilter(symbol), fromMs, toMs, slice), RowReader.Fill);

    /// <summary>Orders of a wallet that have one of some states and are within a scope.</summary>
    /// <param name="scope">Of which symbol or underlying; of another account there are none.</param>
    /// <param name="filledOnly">Only those of which something traded.</param>
    public HistoryPage<OrderRow> Orders(
        WalletAddress wallet, IReadOnlyList<OrderStatus> statuses, TradeFilter scope, bool filledOnly,
        HistorySlice slice) => Read(OrdersBy(wallet, statuses, scope, filledOnly, slice), RowReader.Order);

    /// <summary>Orders of a wallet by their ids, ascending.</summary>
    public HistoryPage<OrderRow> Orders(WalletAddress wallet, IReadOnlyList<long> orderIds) => Read(
        Of(wallet, HistoryTables.Orders).WhereAny("order_id", orderIds).Oldest("order_id", int.MaxValue),
        RowReader.Order);

    /// <summary>Fills of some orders of a wallet, the oldest first.</summary>
    public HistoryPage<FillRow> FillsOf(WalletAddress wallet, IReadOnlyList<long> orderIds) => Read(
        new HistoryQuery(HistoryTables.Fills)
            .WhereAny("order_id", orderIds).Where("wallet", RowValues.Text(wallet)).Oldest("fill_id", int.MaxValue),
        RowReader.Fill);

    /// <summary>Fills of some orders behind one fill, order by order, of each the oldest first.</summary>
    /// <param name="afterFillId">That fill; 0: from the first ones on.</param>
    /// <param name="limit">How many of them at most.</param>
    public HistoryPage<FillRow> FillsOf(IReadOnlyList<long> orderIds, long afterFillId, int limit) =>
        Read(FillsBy(orderIds, afterFillId, limit), RowReader.Fill);

    /// <summary>Trades within a scope and a time.</summary>
    /// <param name="scope">Of which symbol or underlying, and of whom.</param>
    /// <param name="fromMs">The first time.</param>
    /// <param name="toMs">The time after the last one.</param>
    /// <param name="oldestFirst">In which order, and so which of them.</param>
    public HistoryPage<TradeRow> Trades(TradeFilter scope, long fromMs, long toMs, int limit, bool oldestFirst) =>
        Read(TradesBy(scope, fromMs, toMs, limit, oldestFirst), RowReader.Trade);

    /// <summary>Fills of a wallet within a scope and a time.</summary>
    /// <param name="scope">Of which symbol or underlying; of another account there are none.</param>
    /// <param name="fromMs">The first time.</param>
    /// <param name="toMs">The time after the last one.</param>
    /// <param name="oldestFirst">In which order, and so which of them.</param>
    public HistoryPage<FillRow> Fills(
        WalletAddress wallet, TradeFilter scope, long fromMs, long toMs, int limit, bool oldestFirst) => Read(
        Ordered(FillsBy(wallet, scope, fromMs, toMs), "fill_id", limit, oldestFirst), RowReader.Fill);

    /// <summary>When a wallet was first touched.</summary>
    public HistoryPage<WalletRow> Wallet(WalletAddress wallet) =>
        Read(Of(wallet, HistoryTables.Wallets), RowReader.WalletSeen);

    internal static HistoryMark ReadMark(DbConnection connection, DbTransaction? transaction)
    {
        using DbCommand command = HistoryDatabase.Command(
            connection, transaction, "SELECT since, sequence, hash, at FROM mark WHERE id = 1");
        using DbDataReader row = command.ExecuteReader();
        row.Read();
        string hash = row.GetString(2);
        return new HistoryMark(
            row.GetInt64(0),
            row.GetInt64(1),
            hash.Length == 0 ? default : Hash256.FromBytes(Convert.FromHexString(hash)),
            row.GetInt64(3));
    }

    /// <summary>Rows of a wallet; null: of all.</summary>
    private static HistoryQuery Of(WalletAddress? wallet, HistoryTable table) =>
        new HistoryQuery(table).WhereGiven("wallet", RowValues.Text(wallet));

    private static HistoryQuery Scoped(HistoryTable table, TradeFilter scope) => new HistoryQuery(table)
        .WhereGiven("symbol", scope.Symbol)
        .WhereGiven("underlying", scope.Underlying);

    internal static HistoryQuery TradesBy(TradeFilter filter, HistorySlice slice) =>
        (filter.Account is { } account
            ? new HistoryQuery(HistoryTables.Trades).TradesOf(NewestOf(account, filter, slice))
            : Scoped(HistoryTables.Trades, filter)).Newest("trade_id", slice);

    internal static HistoryQuery TradesBy(TradeFilter scope, long fromMs, long toMs, int limit, bool oldestFirst)
    {
        HistoryQuery trades = scope.Account is { } account
            ? new HistoryQuery(HistoryTables.Trades).TradesOf(
                Ordered(FillsBy(account, scope, fromMs, toMs), "fill_id", FillsFor(limit), oldestFirst))
            : Scoped(HistoryTables.Trades, scope).Within("trade_id", 1, fromMs, toMs);
        return Ordered(trades, "trade_id", limit, oldestFirst);
    }

    private static HistoryQuery Ordered(HistoryQuery query, string id, int limit, bool oldestFirst) =>
        oldestFirst ? query.Oldest(id, limit) : query.Newest(id, new HistorySlice(limit));

    internal static HistoryQuery FillsBy(
        WalletAddress wallet, TradeFilter scope, long fromMs, long toMs, HistorySlice slice) =>
        FillsBy(wallet, scope, fromMs, toMs).Newest("fill_id", slice);

    internal static HistoryQuery OrderBy(WalletAddress wallet, string clientId) =>
        Of(wallet, HistoryTables.Orders).Where("client_id", clientId).Newest("order_id", new HistorySlice(1));

    internal static HistoryQuery OrdersBy(
        WalletAddress wallet, IReadOnlyList<OrderStatus> statuses, TradeFilter scope, bool filledOnly,
        HistorySlice slice)
    {
        HistoryQuery query = Scoped(HistoryTables.Orders, scope)
            .Where("wallet", RowValues.Text(wallet))
            .WhereGiven("wallet", RowValues.Text(scope.Account))
            .WhereAny("status", [.. statuses.Select(status => (long)status)]);
        if (filledOnly)
            query.Traded();
        return query.Newest("order_id", slice);
    }

    internal static HistoryQuery FillsBy(IReadOnlyList<long> orderIds, long afterFillId, int limit) =>
        new HistoryQuery(HistoryTables.Fills)
            .WhereAny("order_id", orderIds).After("fill_id", afterFillId).Oldest("order_id, fill_id", limit);

    private static HistoryQuery FillsBy(WalletAddress wallet, TradeFilter scope, long fromMs, long toMs) =>
        Scoped(HistoryTables.Fills, scope)
            .Where("wallet", RowValues.Text(wallet))
            .WhereGiven("wallet", RowValues.Text(scope.Account))
            .Within("fill_id", FillsPerTrade, fromMs, toMs);

    /// <summary>
    /// A wallet's newest fills that suffice for a page of its trades, of which it may have both sides.
    /// </summary>
    private static HistoryQuery NewestOf(WalletAddress wallet, TradeFilter filter, HistorySlice slice) =>
        Scoped(HistoryTables.Fills, filter).Where("wallet", RowValues.Text(wallet)).Newest(
            "fill_id",
            new HistorySlice(FillsFor((long)slice.Limit + slice.Offset), 0, FirstFillOf(slice.BeforeId)));

    /// <summary>The least id of a trade's fills; null: there is no trade of so great an id.</summary>
    private static long? FirstFillOf(long? tradeId) =>
        tradeId <= long.MaxValue / FillsPerTrade ? tradeId * FillsPerTrade : null;

    /// <summary>How many fills suffice for some trades.</summary>
    private static int FillsFor(long trades) => (int)Math.Min(FillsPerTrade * trades, int.MaxValue);

    private HistoryPage<T> Read<T>(HistoryQuery query, Func<DbDataReader, T> read) => Read(query.Command, read);

    private HistoryPage<T> Read<T>(
        Func<DbConnection, DbTransaction, DbCommand> commandOf, Func<DbDataReader, T> read)
    {
        using DbConnection connection = database.Open();
        using DbTransaction transaction = database.BeginRead(connection);
        HistoryMark mark = ReadMark(connection, transaction);
        using DbCommand command = commandOf(connection, transaction);
        using DbDataReader reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
            rows.Add(read(reader));
        return new HistoryPage<T>(mark, rows);
    }
}
