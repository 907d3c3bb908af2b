namespace Hypercall.Gateway.Deribit;

/// <summary>What a key's wallet has and did: orders, trades, positions, money (gateway.md §7).</summary>
internal sealed class DeribitAccount(
    KeyDesk desk, ReplicaReads replica, PastReads past, OrderSums sums, DeribitMarket market)
{
    private const int MostOrders = 1_000;
    private const int UsualOrders = 20;
    private static readonly OrderStatus[] Open = [OrderStatus.Open, OrderStatus.PartiallyFilled];
    private static readonly OrderStatus[] Closed = [OrderStatus.Filled, OrderStatus.Canceled];

    public Task<DeribitResult> OpenOrders(DeribitCall call) =>
        OrdersAsync(call, Open, ScopeOf(call), false, DeribitMarket.IsOfLimitType(call) ? HistorySlice.All : default);

    public Task<DeribitResult> OrderHistory(DeribitCall call) => OrdersAsync(
        call,
        Closed,
        ScopeOf(call),
        !call.Params.Flag("include_unfilled"),
        new HistorySlice(
            (int)(call.Params.Integer("count", 1, MostOrders) ?? UsualOrders),
            (int)(call.Params.Integer("offset", 0, ReadQuery.MostOffset) ?? 0)));

    public async Task<DeribitResult> OrderState(DeribitCall call)
    {
        long orderId = call.Params.NeededInteger("order_id", 0, long.MaxValue);
        (DeribitOrder order, long asOf) = await OrderAsync(call, orderId);
        return DeribitResult.Object(asOf, order.Write);
    }

    public async Task<DeribitResult> Trades(DeribitCall call)
    {
        TradeFilter scope = ScopeOf(call);
        WalletAddress wallet = call.RequireKey().Wallet;
        var span = DeribitSpan.Of(call);
        long sequence = desk.SequenceOf(call);
        HistoryPage<FillRow> page = await past.ReadAsync(
            sequence,
            reader => reader.Fills(
                wallet,
                scope,
                span.FromMs,
                span.ToMs,
                DeribitMarket.IsOfKind(call) ? span.Count + 1 : 0,
                span.IsOldestFirst),
            call.Cancellation);
        long[] ids = [.. page.Rows.Select(fill => fill.OrderId).Distinct()];
        Dictionary<long, OrderRow> orders = (await past.ReadAsync(
            sequence, reader => reader.Orders(wallet, ids), call.Cancellation)).Rows.ToDictionary(row => row.OrderId);
        return DeribitResult.Trades(page.Mark.Sequence, page.Rows, span.Count, (writer, fill) =>
            DeribitTrade.WriteOwn(writer, fill, orders.GetValueOrDefault(fill.OrderId)));
    }

    /// <summary>A bare array.</summary>
    public async Task<DeribitResult> TradesByOrder(DeribitCall call)
    {
        WalletAddress wallet = call.RequireKey().Wallet;
        long orderId = call.Params.NeededInteger("order_id", 0, long.MaxValue);
        long sequence = desk.SequenceOf(call);
        HistoryPage<OrderRow> orders =
            await past.ReadAsync(sequence, reader => reader.Order(wallet, orderId), call.Cancellation);
        if (orders.Rows is not [var order])
            throw new DeribitException(DeribitError.OrderNotFound(orders.Mark.Sequence));
        HistoryPage<FillRow> fills =
            await past.ReadAsync(sequence, reader => reader.FillsOf(wallet, [orderId]), call.Cancellation);
        return DeribitResult.List(
            fills.Mark.Sequence, fills.Rows, (writer, fill) => DeribitTrade.WriteOwn(writer, fill, order));
    }

    public async Task<DeribitResult> Positions(DeribitCall call)
    {
        Reading<WalletReport> reading = await ReportAsync(call);
        IReadOnlyList<RealizedRow> realized = await RealizedAsync(call, reading.Answer, null);
        string? underlying = DeribitMarket.UnderlyingOf(call);
        return DeribitResult.List(
            reading.Sequence,
            reading.Answer.Positions.Where(position => DeribitMarket.IsOfKind(call)
                && (underlying is null || position.Symbol.StartsWith(underlying + "-", StringComparison.Ordinal))),
            (writer, position) => DeribitPosition.Write(writer, position, realized));
    }

    public async Task<DeribitResult> Position(DeribitCall call)
    {
        ChainOption option = (await market.FindAsync(call)).Option;
        Reading<WalletReport> reading = await ReportAsync(call);
        IReadOnlyList<RealizedRow> realized = await RealizedAsync(call, reading.Answer, option.Symbol);
        PositionReport position = reading.Answer.Positions.FirstOrDefault(held => held.Symbol == option.Symbol)
            ?? new PositionReport(
                option.Symbol, default, default, default, option.Mark, null, default, default, option.Volatility,
                option.Greeks);
        return DeribitResult.Object(
            reading.Sequence, writer => DeribitPosition.Write(writer, position, realized));
    }

    public async Task<DeribitResult> Summary(DeribitCall call)
    {
        call.Params.Needed("currency");
        Reading<DeribitSummary> reading = await SummaryAsync(call);
        return DeribitResult.Object(reading.Sequence, reading.Answer.WriteMembers);
    }

    public async Task<DeribitResult> Summaries(DeribitCall call)
    {
        Reading<DeribitSummary> reading = await SummaryAsync(call);
        return DeribitResult.Object(reading.Sequence, writer => writer.WriteObjects(
            "summaries", [reading.Answer], static (item, one) => one.WriteMembers(item)));
    }

    /// <summary>An order of the key's wallet with its fills, as of the wallet's last command or later.</summary>
    public async Task<(DeribitOrder Order, long AsOf)> OrderAsync(DeribitCall call, long orderId)
    {
        WalletAddress wallet = call.RequireKey().Wallet;
        HistoryPage<DeribitOrder> page = await OrdersAsync(call, reader => reader.Order(wallet, orderId));
        long asOf = page.Mark.Sequence;
        return page.Rows is [var order]
            ? (order, asOf)
            : throw new DeribitException(DeribitError.OrderNotFound(asOf));
    }

    /// <summary>A wallet's money as it is now.</summary>
    public async Task<DeribitSummary> SummaryOfAsync(WalletAddress wallet, CancellationToken cancellation) =>
        (await SummaryAsync(wallet, 0, cancellation)).Answer;

    private Task<Reading<DeribitSummary>> SummaryAsync(DeribitCall call) =>
        SummaryAsync(call.RequireKey().Wallet, desk.SequenceOf(call), call.Cancellation);

    private async Task<Reading<DeribitSummary>> SummaryAsync(
        WalletAddress wallet, long sequence, CancellationToken cancellation)
    {
        Reading<WalletReport> reading = await ReportAsync(wallet, sequence, cancellation);
        Reading<InstrumentsAnswer> terms = await replica.AskAsync<InstrumentsAnswer>(
            EngineQuestion.AboutInstruments, 0, cancellation);
        HistoryPage<SumRow> realized = await past.ReadAsync(
            sequence, reader => reader.Sum(wallet, SumNames.Realized), cancellation);
        Cash gained = realized.Rows is [var sum] ? sum.Amount : Cash.Zero;
        return new Reading<DeribitSummary>(
            reading.Standing,
            new DeribitSummary(reading.Answer, gained, terms.Answer.Underlyings.FirstOrDefault()?.Fees));
    }

    private async Task<DeribitResult> OrdersAsync(
        DeribitCall call, OrderStatus[] statuses, TradeFilter scope, bool filledOnly, HistorySlice slice)
    {
        WalletAddress wallet = call.RequireKey().Wallet;
        HistoryPage<DeribitOrder> page = await OrdersAsync(
            call,
            reader => reader.Orders(
                wallet, statuses, scope, filledOnly, DeribitMarket.IsOfKind(call) ? slice : default));
        return DeribitResult.List(page.Mark.Sequence, page.Rows, static (writer, order) => order.Write(writer));
    }

    /// <summary>Orders of the key's wallet with what their fills come to, as of the same command.</summary>
    private async Task<HistoryPage<DeribitOrder>> OrdersAsync(
        DeribitCall call, Func<HistoryReader, HistoryPage<OrderRow>> read)
    {
        long sequence = desk.SequenceOf(call);
        int begins = past.Begins;
        HistoryPage<OrderRow> page = await past.ReadAsync(sequence, read, call.Cancellation);
        long asOf = page.Mark.Sequence;
        IReadOnlyDictionary<long, OrderFills> fills = await sums.ReadAsync(
            [.. page.Rows.Where(row => row.Filled.Units > 0).Select(row => row.OrderId)],
            asOf,
            asOf,
            begins,
            async (ids, after, limit) => (await past.ReadAsync(
                sequence, reader => reader.FillsOf(ids, after, limit), call.Cancellation)).Rows);
        return new HistoryPage<DeribitOrder>(
            page.Mark,
            [
                .. page.Rows.Select(row =>
                    DeribitOrder.Of(row, fills.GetValueOrDefault(row.OrderId, OrderFills.None).AsOf(asOf))),
            ]);
    }

    private Task<Reading<WalletReport>> ReportAsync(DeribitCall call) =>
        ReportAsync(call.RequireKey().Wallet, desk.SequenceOf(call), call.Cancellation);

    private async Task<Reading<WalletReport>> ReportAsync(
        WalletAddress wallet, long sequence, CancellationToken cancellation)
    {
        Reading<WalletAnswer> reading = await replica.AskAsync<WalletAnswer>(
            EngineQuestion.AboutWallet(wallet), sequence, cancellation);
        return new Reading<WalletReport>(
            reading.Standing,
            reading.Answer.Wallet ?? throw new DeribitException(DeribitError.NotAuthorized(
                "nothing has ever happened to the key's wallet")));
    }

    /// <summary>What a wallet realized on one option, or on those that it holds.</summary>
    private async Task<IReadOnlyList<RealizedRow>> RealizedAsync(DeribitCall call, WalletReport report, string? symbol)
    {
        string[] symbols =
            symbol is null ? [.. report.Positions.Select(position => position.Symbol)] : [symbol];
        return (await past.ReadAsync(
            desk.SequenceOf(call), reader => reader.Realized(report.Address, symbols), call.Cancellation)).Rows;
    }

    /// <summary>What a method is about by its name: one option, those of a currency, or all.</summary>
    public static TradeFilter ScopeOf(DeribitCall call)
    {
        if (call.Method.Contains("_by_instrument", StringComparison.Ordinal))
            return new TradeFilter(call.Params.Symbol());
        if (!call.Method.Contains("_by_currency", StringComparison.Ordinal))
            return new TradeFilter();
        call.Params.Needed("currency");
        return new TradeFilter(null, DeribitMarket.UnderlyingOf(call));
    }
}
