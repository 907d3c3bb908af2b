using Hypercall.Views.MarketData;

namespace Hypercall.Gateway.Deribit;

/// <summary>Public reads of Deribit's face: what is listed, its books, trades and candles (gateway.md §7).</summary>
internal sealed class DeribitMarket(MarketSource source, MarketReads market, ReplicaReads replica, PastReads past)
{
    private const int MostLevels = 10_000;
    private const int UsualLevels = 5;

    public async Task<DeribitResult> Currencies(DeribitCall call)
    {
        Reading<InstrumentsAnswer> terms = await replica.AskAsync<InstrumentsAnswer>(
            EngineQuestion.AboutInstruments, call.MinSequence, call.Cancellation);
        string[] names = [DeribitNames.Quote, .. terms.Answer.Underlyings.Select(view => view.Name)];
        return DeribitResult.List(terms.Sequence, names, WriteCurrency);
    }

    public async Task<DeribitResult> Instruments(DeribitCall call)
    {
        bool? expired = call.Params.Text("expired") is null ? null : call.Params.Flag("expired");
        return await ListAsync(
            call,
            option => expired is null || expired == option.Option.ExpiryMs <= option.Market.NowMs,
            OptionJson.WriteInstrument);
    }

    public Task<DeribitResult> Instrument(DeribitCall call) => FindAsync(call, OptionJson.WriteInstrument);

    public Task<DeribitResult> Ticker(DeribitCall call) => FindAsync(call, OptionJson.WriteTicker);

    public Task<DeribitResult> Summaries(DeribitCall call) =>
        ListAsync(call, static _ => true, OptionJson.WriteSummary);

    public async Task<DeribitResult> Summary(DeribitCall call)
    {
        OptionPicture option = await FindAsync(call);
        return DeribitResult.List(option.Market.Sequence, [option], OptionJson.WriteSummary);
    }

    public async Task<DeribitResult> OrderBook(DeribitCall call)
    {
        int depth = (int)(call.Params.Integer("depth", 1, MostLevels) ?? UsualLevels);
        OptionPicture option = await FindAsync(call);
        MarketSnapshot book = await market.BookAsync(option.Option.Symbol, call.MinSequence, call.Cancellation);
        return DeribitResult.Object(book.Sequence, writer => MarketReads.WriteBook(writer, option, book, depth));
    }

    public async Task<DeribitResult> Trades(DeribitCall call)
    {
        var scope = new TradeFilter(call.Params.Symbol());
        var span = DeribitSpan.Of(call);
        await RequireListedAsync(call, scope.Symbol!);
        HistoryPage<TradeRow> page = await past.ReadAsync(
            call.MinSequence,
            reader => reader.Trades(scope, span.FromMs, span.ToMs, span.Count + 1, span.IsOldestFirst),
            call.Cancellation);
        IReadOnlyList<DeribitTrade> trades = DeribitTrade.Of(page.Rows, span.IsOldestFirst);
        return DeribitResult.Trades(
            page.Mark.Sequence, trades, span.Count, static (writer, trade) => trade.WriteMembers(writer));
    }

    public async Task<DeribitResult> Chart(DeribitCall call)
    {
        var scope = new TradeFilter(call.Params.Symbol());
        long width = DeribitCandle.WidthOf(call.Params.Needed("resolution"))
            ?? throw DeribitParams.Wrong("resolution", $"expected one of {DeribitCandle.Resolutions}");
        long from = call.Params.NeededInteger("start_timestamp", 0, Instant.MaxMs);
        long to = call.Params.NeededInteger("end_timestamp", from, Instant.MaxMs);
        from -= from % width;
        if ((to - from) / width > DeribitCandle.Most)
            throw DeribitParams.Wrong("start_timestamp", $"expected at most {DeribitCandle.Most} candles");
        await RequireListedAsync(call, scope.Symbol!);
        HistoryPage<TradeRow> page = await past.ReadAsync(
            call.MinSequence,
            reader => reader.Trades(scope, from, to + 1, DeribitCandle.MostTrades + 1, oldestFirst: true),
            call.Cancellation);
        List<DeribitCandle> candles = DeribitCandle.Of(page.Rows, width);
        // Of the last one there may be more trades: who asks on from there gets it whole.
        if (page.Rows.Count > DeribitCandle.MostTrades && candles.Count > 1)
            candles.RemoveAt(candles.Count - 1);
        return DeribitResult.Object(page.Mark.Sequence, writer => DeribitCandle.WriteAll(writer, candles));
    }

    public async Task<DeribitResult> IndexPrice(DeribitCall call)
    {
        string underlying = DeribitNames.UnderlyingOf(call.Params.Needed("index_name"), "index_name");
        Reading<IndexAnswer> index = await replica.AskAsync<IndexAnswer>(
            EngineQuestion.AboutIndex, call.MinSequence, call.Cancellation);
        IndexView? view = index.Answer.Prices.Cast<IndexView?>().FirstOrDefault(
            price => price!.Value.Underlying == underlying);
        if (view is not { } known)
            throw new DeribitException(DeribitError.NotFound("there is no such index", index.Sequence));
        return DeribitResult.Object(index.Sequence, writer =>
        {
            writer.WriteDigits("index_price", known.Price);
            writer.WriteDigits("estimated_delivery_price", known.Price);
        });
    }

    /// <summary>An option that is listed, with all that is told of it.</summary>
    public async Task<OptionPicture> FindAsync(DeribitCall call)
    {
        string symbol = call.Params.Symbol();
        if (!ParsedInstrument.TryParse(symbol, out ParsedInstrument? parsed))
            throw new DeribitException(DeribitError.NotFound("there is no such instrument"));
        MarketPicture picture = await source.TakeAsync(
            parsed.Key.Underlying, call.MinSequence, call.Cancellation);
        return picture.Find(symbol, isDeribit: true);
    }

    /// <summary>The underlying that parameter currency names, in any case; null: all of them, as USDC and any
    /// do.</summary>
    public static string? UnderlyingOf(DeribitCall call) =>
        call.Params.Text("currency")?.ToUpperInvariant() is { } currency and not (DeribitNames.Quote or "ANY")
            ? currency
            : null;

    private async Task<DeribitResult> FindAsync(DeribitCall call, Action<Utf8JsonWriter, OptionPicture> members)
    {
        OptionPicture option = await FindAsync(call);
        return DeribitResult.Object(option.Market.Sequence, writer => members(writer, option));
    }

    /// <summary>Those options of parameter currency that pass. Only options are there: any other kind has
    /// none.</summary>
    private async Task<DeribitResult> ListAsync(
        DeribitCall call, Func<OptionPicture, bool> passes, Action<Utf8JsonWriter, OptionPicture> members)
    {
        MarketPicture picture = await source.TakeAsync(UnderlyingOf(call), call.MinSequence, call.Cancellation);
        return DeribitResult.List(
            picture.Sequence,
            picture.Options(isDeribit: true).Where(option => IsOfKind(call) && passes(option)),
            members);
    }

    /// <summary>Whether parameter kind is that of options, or not given.</summary>
    public static bool IsOfKind(DeribitCall call) => call.Params.Text("kind") is null or "option" or "any";

    /// <summary>Whether parameter type is that of orders without a trigger, or not given.</summary>
    public static bool IsOfLimitType(DeribitCall call) => call.Params.Text("type") is null or "limit" or "all";

    private async Task RequireListedAsync(DeribitCall call, string symbol)
    {
        HistoryPage<InstrumentRow> listed =
            await past.ReadAsync(call.MinSequence, reader => reader.Instruments(symbol), call.Cancellation);
        if (listed.Rows.Count == 0)
            throw new DeribitException(
                DeribitError.NotFound("there is no such instrument", listed.Mark.Sequence));
    }

    private static void WriteCurrency(Utf8JsonWriter writer, string name)
    {
        writer.WriteString("currency", name);
        writer.WriteString("currency_long", name);
        writer.WriteNumber("fee_precision", Cash.Decimals);
        writer.WriteString("coin_type", name == DeribitNames.Quote ? DeribitNames.Quote : "UNDERLYING");
        writer.WriteNumber("min_confirmations", 0);
        writer.WriteNumber("withdrawal_fee", 0);
        writer.WriteStartArray("withdrawal_priorities");
        writer.WriteEndArray();
    }
}
