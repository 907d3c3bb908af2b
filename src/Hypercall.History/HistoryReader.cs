using System.Data.Common;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Events;
using Hypercall.History.Storage;

namespace Hypercall.History;

/// <summary>Rows, and which sequence of the engine they are as of.</summary>
public sealed record HistoryPage<T>(HistoryMark Mark, IReadOnlyList<T> Rows);

/// <summary>What changes of liquidation states to read; what is null does not count.</summary>
/// <param name="State">The state after the change.</param>
public sealed record LiquidationFilter(
    WalletAddress? Wallet = null, LiquidationState? State = null, MarginMode? Mode = null);

/// <summary>What trades to read; what is null does not count.</summary>
public sealed record TradeFilter(string? Symbol = null, string? Underlying = null, WalletAddress? Account = null);

/// <summary>
/// Reads a stored history, each time all of one moment. Newest rows first unless said otherwise. Safe for use from
/// several threads; blocks its caller while the database answers.
/// </summary>
public sealed class HistoryReader(HistoryDatabase database)
{
    /// <summary>How far the store goes.</summary>
    public HistoryMark Mark()
    {
        using DbConnection connection = database.Open();
        return ReadMark(connection, null);
    }

    /// <summary>Orders of a wallet.</summary>
    public HistoryPage<OrderRow> Orders(WalletAddress wallet, OrderStatus? status, int limit, int offset)
    {
        var query = new HistoryQuery(HistoryTables.Orders).Where("wallet", RowValues.Text(wallet));
        if (status is { } wanted)
            query.Where("status", (long)wanted);
        return Read(query.Newest("order_id", limit, offset), RowReader.Order);
    }

    /// <summary>An order of a wallet by its id.</summary>
    public HistoryPage<OrderRow> Order(WalletAddress wallet, long orderId) => Read(
        new HistoryQuery(HistoryTables.Orders).Where("wallet", RowValues.Text(wallet)).Where("order_id", orderId),
        RowReader.Order);

    /// <summary>The last order of a wallet with a client id.</summary>
    public HistoryPage<OrderRow> Order(WalletAddress wallet, string clientId) => Read(
        new HistoryQuery(HistoryTables.Orders)
            .Where("wallet", RowValues.Text(wallet)).Where("client_id", clientId).Newest("order_id", 1, 0),
        RowReader.Order);

    /// <summary>Trades.</summary>
    public HistoryPage<TradeRow> Trades(TradeFilter filter, int limit, int offset)
    {
        HistoryQuery query = Scoped(HistoryTables.Trades, filter);
        if (filter.Account is { } account)
            query.WhereEither("taker", "maker", RowValues.Text(account));
        return Read(query.Newest("trade_id", limit, offset), RowReader.Trade);
    }

    /// <summary>Trades after one, the oldest first.</summary>
    public HistoryPage<TradeRow> TradesAfter(long tradeId, int limit) => Read(
        new HistoryQuery(HistoryTables.Trades).After("trade_id", tradeId).Oldest("trade_id", limit), RowReader.Trade);

    /// <summary>Trades from a time on, the oldest first.</summary>
    public HistoryPage<TradeRow> TradesSince(long atMs) => Read(
        new HistoryQuery(HistoryTables.Trades).After("at", atMs - 1).Oldest("trade_id", int.MaxValue), RowReader.Trade);

    /// <summary>One trade.</summary>
    public HistoryPage<TradeRow> Trade(long tradeId) =>
        Read(new HistoryQuery(HistoryTables.Trades).Where("trade_id", tradeId), RowReader.Trade);

    /// <summary>Fills of a wallet.</summary>
    public HistoryPage<FillRow> Fills(WalletAddress wallet, int limit, int offset) => Read(
        new HistoryQuery(HistoryTables.Fills).Where("wallet", RowValues.Text(wallet)).Newest("fill_id", limit, offset),
        RowReader.Fill);

    /// <summary>Fills of an order of a wallet, the oldest first.</summary>
    public HistoryPage<FillRow> FillsOf(WalletAddress wallet, long orderId) => Read(
        new HistoryQuery(HistoryTables.Fills)
            .Where("order_id", orderId).Where("wallet", RowValues.Text(wallet)).Oldest("fill_id", int.MaxValue),
        RowReader.Fill);

    /// <summary>Settlements of a wallet's positions.</summary>
    public HistoryPage<PayoutRow> Payouts(WalletAddress wallet, string? symbol, int limit, int offset)
    {
        var query = new HistoryQuery(HistoryTables.Payouts).Where("wallet", RowValues.Text(wallet));
        if (symbol is not null)
            query.Where("symbol", symbol);
        return Read(query.Newest("id", limit, offset), RowReader.Payout);
    }

    /// <summary>Transfers of a wallet before an id; null: from the newest on.</summary>
    /// <param name="wallet">The wallet.</param>
    /// <param name="kinds">Kinds wanted.</param>
    /// <param name="symbols">Options wanted, the empty one for cash; null: all.</param>
    /// <param name="beforeId">Only those before it.</param>
    /// <param name="limit">Most rows.</param>
    public HistoryPage<TransferRow> Transfers(
        WalletAddress wallet, IReadOnlyList<TransferKind> kinds, IReadOnlyList<string>? symbols, long? beforeId,
        int limit)
    {
        var query = new HistoryQuery(HistoryTables.Transfers)
            .WhereAny("kind", [.. kinds.Select(kind => (long)kind)])
            .Where("wallet", RowValues.Text(wallet));
        if (symbols is not null)
            query.WhereAny("symbol", symbols);
        return Read(query.Before("id", beforeId).Newest("id", limit, 0), RowReader.Transfer);
    }

    /// <summary>Changes of liquidation states before an id; null: from the newest on.</summary>
    public HistoryPage<LiquidationRow> Liquidations(LiquidationFilter filter, long? beforeId, int limit, int offset)
    {
        var query = new HistoryQuery(HistoryTables.Liquidations);
        if (filter.Wallet is { } owner)
            query.Where("wallet", RowValues.Text(owner));
        if (filter.State is { } state)
            query.Where("state_after", (long)state);
        if (filter.Mode is { } mode)
            query.Where("mode", (long)mode);
        return Read(query.Before("id", beforeId).Newest("id", limit, offset), RowReader.Liquidation);
    }

    /// <summary>Auctions before an id, of one wallet's portfolio or of all; null: from the newest on.</summary>
    public HistoryPage<AuctionRow> Auctions(WalletAddress? wallet, long? beforeId, int limit)
    {
        var query = new HistoryQuery(HistoryTables.Auctions);
        if (wallet is { } owner)
            query.Where("wallet", RowValues.Text(owner));
        return Read(query.Before("auction_id", beforeId).Newest("auction_id", limit, 0), RowReader.Auction);
    }

    /// <summary>
    /// Deleveragings before a trade, of positions of one wallet, liquidated or counterparty, or of all; null: from the
    /// newest on.
    /// </summary>
    public HistoryPage<DeleveragingRow> Deleveragings(WalletAddress? wallet, long? beforeId, int limit)
    {
        var query = new HistoryQuery(HistoryTables.Deleveragings);
        if (wallet is { } party)
            query.WhereEither("wallet", "counterparty", RowValues.Text(party));
        return Read(query.Before("trade_id", beforeId).Newest("trade_id", limit, 0), RowReader.Deleveraging);
    }

    /// <summary>All instruments there ever were, in the order of their creation.</summary>
    public HistoryPage<InstrumentRow> Instruments() => Read(
        new HistoryQuery(HistoryTables.Instruments).Oldest("number", int.MaxValue), RowReader.Instrument);

    /// <summary>The instrument of a number.</summary>
    public HistoryPage<InstrumentRow> Instrument(long number) =>
        Read(new HistoryQuery(HistoryTables.Instruments).Where("number", number), RowReader.Instrument);

    /// <summary>Samples of a price.</summary>
    public HistoryPage<PriceSample> Prices(string symbol, SampleInterval interval, int limit) => Read(
        new HistoryQuery(HistoryTables.Prices).Where("symbol", symbol)
            .FirstOf("bucket", (long)interval).Newest("bucket", limit, 0),
        RowReader.Sample);

    /// <summary>Samples of a wallet's equity.</summary>
    public HistoryPage<EquitySample> Equities(WalletAddress wallet, SampleInterval interval, int limit) => Read(
        new HistoryQuery(HistoryTables.Equities).Where("wallet", RowValues.Text(wallet))
            .FirstOf("bucket", (long)interval).Newest("bucket", limit, 0),
        RowReader.Equity);

    /// <summary>What a wallet realized from one time up to another, ascending by symbol (ordinal).</summary>
    public HistoryPage<RealizedRow> Realized(WalletAddress wallet, long fromMs, long toMs)
    {
        HistoryPage<(string Symbol, Cash Pnl)> fills = Read(
            OfWallet(HistoryTables.Fills, wallet, fromMs, toMs), row => (row.GetString(6), RowReader.CashAt(row, 11)));
        HistoryPage<(string Symbol, Cash Pnl)> payouts = Read(
            OfWallet(HistoryTables.Payouts, wallet, fromMs, toMs), row => (row.GetString(4), RowReader.CashAt(row, 9)));
        return new HistoryPage<RealizedRow>(fills.Mark, [
            .. fills.Rows.Concat(payouts.Rows)
                .GroupBy(realized => realized.Symbol)
                .OrderBy(group => group.Key, StringComparer.Ordinal)
                .Select(group => new RealizedRow(
                    group.Key,
                    group.Aggregate(Cash.Zero, (sum, realized) => sum + realized.Pnl),
                    group.Count())),
        ]);
    }

    /// <summary>Fills of a wallet within a time, of one symbol or of all.</summary>
    public HistoryPage<FillRow> Fills(
        WalletAddress wallet, string? symbol, long fromMs, long toMs, int limit, int offset)
    {
        HistoryQuery query = OfWallet(HistoryTables.Fills, wallet, fromMs, toMs);
        if (symbol is not null)
            query.Where("symbol", symbol);
        return Read(query.Newest("fill_id", limit, offset), RowReader.Fill);
    }

    /// <summary>Orders of a wallet that have one of some states and are within a scope.</summary>
    /// <param name="wallet">The wallet.</param>
    /// <param name="statuses">States wanted.</param>
    /// <param name="scope">Of which symbol or underlying.</param>
    /// <param name="filledOnly">Only those of which something traded.</param>
    /// <param name="limit">Most rows.</param>
    /// <param name="offset">Rows to leave out first.</param>
    public HistoryPage<OrderRow> Orders(
        WalletAddress wallet, IReadOnlyList<OrderStatus> statuses, TradeFilter scope, bool filledOnly, int limit,
        int offset)
    {
        HistoryQuery query = Scoped(HistoryTables.Orders, scope)
            .Where("wallet", RowValues.Text(wallet))
            .WhereAny("status", [.. statuses.Select(status => (long)status)]);
        if (filledOnly)
            query.After("filled", 0);
        return Read(query.Newest("order_id", limit, offset), RowReader.Order);
    }

    /// <summary>Orders of a wallet by their ids.</summary>
    public HistoryPage<OrderRow> Orders(WalletAddress wallet, IReadOnlyList<long> orderIds) => Read(
        new HistoryQuery(HistoryTables.Orders)
            .Where("wallet", RowValues.Text(wallet)).WhereAny("order_id", orderIds).Oldest("order_id", int.MaxValue),
        RowReader.Order);

    /// <summary>Fills of some orders of a wallet, the oldest first.</summary>
    public HistoryPage<FillRow> FillsOf(WalletAddress wallet, IReadOnlyList<long> orderIds) => Read(
        new HistoryQuery(HistoryTables.Fills)
            .WhereAny("order_id", orderIds).Where("wallet", RowValues.Text(wallet)).Oldest("fill_id", int.MaxValue),
        RowReader.Fill);

    /// <summary>Trades within a scope and a time.</summary>
    /// <param name="scope">Of which symbol or underlying.</param>
    /// <param name="fromMs">The first time.</param>
    /// <param name="toMs">The time after the last one.</param>
    /// <param name="limit">Most rows.</param>
    /// <param name="oldestFirst">In which order, and so which of them.</param>
    public HistoryPage<TradeRow> Trades(TradeFilter scope, long fromMs, long toMs, int limit, bool oldestFirst) => Read(
        Ordered(Scoped(HistoryTables.Trades, scope), fromMs, toMs, "trade_id", limit, oldestFirst), RowReader.Trade);

    /// <summary>Fills of a wallet within a scope and a time.</summary>
    /// <param name="wallet">The wallet.</param>
    /// <param name="scope">Of which symbol or underlying.</param>
    /// <param name="fromMs">The first time.</param>
    /// <param name="toMs">The time after the last one.</param>
    /// <param name="limit">Most rows.</param>
    /// <param name="oldestFirst">In which order, and so which of them.</param>
    public HistoryPage<FillRow> Fills(
        WalletAddress wallet, TradeFilter scope, long fromMs, long toMs, int limit, bool oldestFirst) => Read(
        Ordered(
            Scoped(HistoryTables.Fills, scope).Where("wallet", RowValues.Text(wallet)),
            fromMs,
            toMs,
            "fill_id",
            limit,
            oldestFirst),
        RowReader.Fill);

    /// <summary>When a wallet was first touched.</summary>
    public HistoryPage<WalletRow> Wallet(WalletAddress wallet) => Read(
        new HistoryQuery(HistoryTables.Wallets).Where("wallet", RowValues.Text(wallet)), RowReader.WalletSeen);

    internal static HistoryMark ReadMark(DbConnection connection, DbTransaction? transaction)
    {
        using DbCommand command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = "SELECT since, sequence, hash, at FROM mark WHERE id = 1";
        using DbDataReader row = command.ExecuteReader();
        row.Read();
        string hash = row.GetString(2);
        return new HistoryMark(
            row.GetInt64(0),
            row.GetInt64(1),
            hash.Length == 0 ? default : Hash256.FromBytes(Convert.FromHexString(hash)),
            row.GetInt64(3));
    }

    private static HistoryQuery Scoped(HistoryTable table, TradeFilter scope)
    {
        var query = new HistoryQuery(table);
        if (scope.Symbol is not null)
            query.Where("symbol", scope.Symbol);
        if (scope.Underlying is not null)
            query.Beginning("symbol", scope.Underlying + "-");
        return query;
    }

    private static HistoryQuery Ordered(
        HistoryQuery query, long fromMs, long toMs, string id, int limit, bool oldestFirst)
    {
        query.After("at", fromMs - 1).Before("at", toMs);
        return oldestFirst ? query.Oldest(id, limit) : query.Newest(id, limit, 0);
    }

    private static HistoryQuery OfWallet(HistoryTable table, WalletAddress wallet, long fromMs, long toMs) =>
        new HistoryQuery(table).Where("wallet", RowValues.Text(wallet)).After("at", fromMs - 1).Before("at", toMs);

    private HistoryPage<T> Read<T>(HistoryQuery query, Func<DbDataReader, T> read)
    {
        using DbConnection connection = database.Open();
        using DbTransaction transaction = database.BeginRead(connection);
        HistoryMark mark = ReadMark(connection, transaction);
        using DbCommand command = query.Command(connection, transaction);
        using DbDataReader reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
            rows.Add(read(reader));
        return new HistoryPage<T>(mark, rows);
    }
}
