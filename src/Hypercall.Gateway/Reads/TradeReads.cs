namespace Hypercall.Gateway.Reads;

/// <summary>Reads of trades, fills and orders, open ones and past ones (gateway.md §5).</summary>
internal sealed class TradeReads(PastReads past, WalletAccess access)
{
    private const int MostTrades = 100;
    private const int MostOrders = 50;

    public async Task<Answer> Trades(ReadQuery query)
    {
        bool hasOffset = query.Text("offset") is not null;
        HistorySlice slice = query.Slice(MostTrades);
        long? after = query.Number("after_trade_id", 0, long.MaxValue);
        var filter = new TradeFilter(query.Symbol("symbol"), query.Text("underlying"), query.OptionalWallet("account"));
        if (filter.Account is null)
            query.Finish();
        else
            access.Finish(query, filter.Account);
        RequireOneFilter(filter, after, slice, hasOffset);
        HistoryPage<TradeRow> page = await past.ReadAsync(
            query, reader => after is { } id ? reader.TradesAfter(id, slice.Limit) : reader.Trades(filter, slice));
        return Shapes.List(page, slice, (writer, trade) => Write(writer, trade, query.Context));
    }

    public async Task<Answer> Trade(ReadQuery query)
    {
        query.Finish();
        HistoryPage<TradeRow> page = new(HistoryMark.None, []);
        string? text = (string?)query.Context.Request.RouteValues["id"];
        bool isNumber = ReadQuery.IsId(text, out long id);
        if (isNumber)
            page = await past.ReadAsync(query, reader => reader.Trade(id));
        return page.Rows is [var trade]
            ? Shapes.Single(page.Mark.Sequence, writer => Write(writer, trade, query.Context))
            : throw new RefusedException(GatewayError.NotFound(
                "there is no such trade", isNumber ? page.Mark.Sequence : null));
    }

    public async Task<Answer> Fills(ReadQuery query)
    {
        WalletAddress wallet = query.Wallet();
        HistorySlice slice = query.Slice(MostTrades);
        access.Finish(query, wallet);
        HistoryPage<FillRow> page = await past.ReadAsync(query, reader => reader.Fills(wallet, slice));
        return Shapes.List(page, slice, Write);
    }

    public async Task<Answer> ProfileTrades(ReadQuery query)
    {
        WalletAddress wallet = query.Wallet();
        HistorySlice slice = query.Slice(MostTrades);
        (long from, long to) = Span(query);
        string? symbol = query.Symbol("symbol");
        access.Finish(query, wallet);
        HistoryPage<FillRow> page =
            await past.ReadAsync(query, reader => reader.Fills(wallet, symbol, from, to, slice));
        return Shapes.List(page, slice, Write);
    }

    public async Task<Answer> RealizedPnl(ReadQuery query)
    {
        WalletAddress wallet = query.Wallet();
        (long from, long to) = Span(query);
        access.Finish(query, wallet);
        HistoryPage<RealizedRow> page = await past.ReadAsync(query, reader => reader.Realized(wallet, from, to));
        return Shapes.List(page.Mark.Sequence, page.Rows, static (writer, row) =>
        {
            writer.WriteString("symbol", row.Symbol);
            writer.WriteText("realized_pnl", row.Pnl);
            writer.WriteNumber("event_count", row.Events);
        });
    }

    public async Task<Answer> Orders(ReadQuery query)
    {
        WalletAddress wallet = query.Wallet();
        HistorySlice slice = query.Slice(MostOrders);
        OrderStatus? status = query.Choice("status", Words.OrderStatuses);
        access.Finish(query, wallet);
        HistoryPage<OrderRow> page = await past.ReadAsync(query, reader => reader.Orders(wallet, status, slice));
        return Shapes.List(page, slice, Write);
    }

    /// <summary>By id or client id; a number that is no order's id may be a client's.</summary>
    public async Task<Answer> OrderStatusOf(ReadQuery query)
    {
        WalletAddress wallet = query.Wallet();
        string name = query.NeededText("order_id", "an order's id or client id");
        access.Finish(query, wallet);
        bool isNumber = ReadQuery.IsId(name, out long id);
        HistoryPage<OrderRow> page = await past.ReadAsync(
            query,
            reader => isNumber && reader.Order(wallet, id) is { Rows.Count: > 0 } byId
                ? byId
                : reader.Order(wallet, name));
        return page.Rows is [var order]
            ? Shapes.Single(page.Mark.Sequence, writer => Write(writer, order))
            : throw new RefusedException(GatewayError.NotFound("there is no such order", page.Mark.Sequence));
    }

    private static void RequireOneFilter(TradeFilter filter, long? after, HistorySlice slice, bool hasOffset)
    {
        int filters = (filter.Symbol is null ? 0 : 1) + (filter.Underlying is null ? 0 : 1)
            + (filter.Account is null ? 0 : 1);
        if (filters > 1)
            throw ReadQuery.Wrong("symbol", "at most one of symbol, underlying and account");
        if (after is not null && (filters > 0 || hasOffset || slice.BeforeId is not null))
            throw ReadQuery.Wrong("after_trade_id", "no filter, offset or before_id beside it");
        if (filter.Symbol is not null && hasOffset)
            throw ReadQuery.Wrong("offset", "none beside symbol");
    }

    private static (long FromMs, long ToMs) Span(ReadQuery query) => (
        query.Number("from_ts_ms", 0, long.MaxValue) ?? 0, query.Number("to_ts_ms", 0, long.MaxValue) ?? long.MaxValue);

    /// <summary>Where reads are not public, who traded is told to himself alone.</summary>
    private void Write(Utf8JsonWriter writer, TradeRow trade, HttpContext context)
    {
        bool isMaker = access.MayTell(context, trade.Maker), isTaker = access.MayTell(context, trade.Taker);
        writer.WriteNumber("trade_id", trade.TradeId);
        writer.WriteString("symbol", trade.Symbol);
        writer.WriteText("price", trade.Price);
        writer.WriteText("size", trade.Size);
        writer.WriteString("maker_address", isMaker ? trade.Maker.ToString() : null);
        writer.WriteString("taker_address", isTaker ? trade.Taker.ToString() : null);
        writer.WriteText("maker_fee", isMaker ? trade.MakerFee : null);
        writer.WriteText("taker_fee", isTaker ? trade.TakerFee : null);
        writer.WriteString("taker_side", Words.Of(trade.TakerSide));
        writer.WriteNumber("timestamp", trade.AtMs);
        writer.WriteString("created_at", Instants.Iso(trade.AtMs));
    }

    private static void Write(Utf8JsonWriter writer, FillRow fill)
    {
        writer.WriteNumber("fill_id", fill.FillId);
        writer.WriteNumber("trade_id", fill.TradeId);
        writer.WriteString("wallet_address", fill.Wallet.ToString());
        writer.WriteString("symbol", fill.Symbol);
        writer.WriteText("price", fill.Price);
        writer.WriteText("size", fill.Size);
        writer.WriteText("fee", fill.Fee);
        writer.WriteString("side", Words.Of(fill.Side));
        writer.WriteBoolean("is_taker", fill.IsTaker);
        writer.WriteNumber("timestamp", fill.AtMs);
        writer.WriteString("created_at", Instants.Iso(fill.AtMs));
        writer.WriteString("builder_code_address", fill.Builder?.ToString());
        writer.WriteText("builder_code_fee", fill.Builder is null ? null : fill.BuilderFee);
        writer.WriteText("realized_pnl", fill.RealizedPnl);
        writer.WriteNull("explorer_url");
        writer.WriteString("instrument_type", "option");
    }

    private static void Write(Utf8JsonWriter writer, OrderRow order)
    {
        writer.WriteNumber("order_id", order.OrderId);
        writer.WriteString("wallet_address", order.Wallet.ToString());
        writer.WriteString("symbol", order.Symbol);
        writer.WriteString("side", Words.Of(order.Side));
        writer.WriteText("price", order.Price);
        writer.WriteText("size", order.Size);
        writer.WriteString("tif", Words.Of(order.TimeInForce));
        writer.WriteString("status", Words.Of(order.Status));
        writer.WriteNumber("created_at", order.CreatedAtMs);
        writer.WriteString("updated_at", Instants.Iso(order.UpdatedAtMs));
        writer.WriteText("filled_size", order.Filled);
        writer.WriteString("client_id", order.ClientId);
        writer.WriteBoolean("reduce_only", (order.Flags & OrderFlags.ReduceOnly) != 0);
        writer.WriteBoolean("mmp_enabled", (order.Flags & OrderFlags.Mmp) != 0);
        writer.WriteString("instrument_type", "option");
        writer.WriteBoolean("liquidation", order.IsLiquidation);
    }
}
