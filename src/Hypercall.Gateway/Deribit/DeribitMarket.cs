using System.Text.Json;
using Hypercall.Engine.Domain;
using Hypercall.Engine.State;
using Hypercall.Gateway.Answers;
using Hypercall.Gateway.Reads;
using Hypercall.Gateway.Requests;
using Hypercall.History;
using Hypercall.Views.MarketData;

namespace Hypercall.Gateway.Deribit;

/// <summary>Public reads of Deribit's face: what is listed, its books, trades and candles (gateway.md §7).</summary>
internal sealed class DeribitMarket(MarketSource source, MarketReads market, ReplicaReads replica, PastReads past)
{
    private const int MostLevels = 10_000;
    private const int MostTrades = 1_000;
    private const int UsualTrades = 10;
    private const int UsualLevels = 5;

    public async Task<DeribitResult> Currencies(DeribitCall call)
    {
        Reading<InstrumentsAnswer> terms = await replica.AskAsync<InstrumentsAnswer>(
            EngineQuestion.AboutInstruments, call.MinSequence, call.Cancellation);
        string[] names = [DeribitNames.Quote, .. terms.Answer.Underlyings.Select(view => view.Name)];
        return new DeribitResult(terms.Sequence, writer =>
        {
            writer.WriteStartArray();
            foreach (string name in names)
                WriteCurrency(writer, name);
            writer.WriteEndArray();
        });
    }

    public async Task<DeribitResult> Instruments(DeribitCall call)
    {
        bool? expired = call.Params.Text("expired") is null ? null : call.Params.Flag("expired");
        MarketPicture picture = await TakeAsync(call);
        return new DeribitResult(picture.Sequence, writer => WriteEach(writer, call, picture, (chain, option) =>
        {
            if (expired is null || expired == option.ExpiryMs <= picture.NowMs)
                OptionJson.WriteInstrument(
                    writer, picture, picture.TermsOf(chain.Underlying), option, SymbolNames.Deribit(option.Contract));
        }));
    }

    public async Task<DeribitResult> Instrument(DeribitCall call)
    {
        (MarketPicture picture, ChainView chain, ChainOption option) = await FindAsync(call);
        return new DeribitResult(picture.Sequence, writer => OptionJson.WriteInstrument(
            writer, picture, picture.TermsOf(chain.Underlying), option, SymbolNames.Deribit(option.Contract)));
    }

    public async Task<DeribitResult> Ticker(DeribitCall call)
    {
        (MarketPicture picture, ChainView chain, ChainOption option) = await FindAsync(call);
        return new DeribitResult(picture.Sequence, writer => WriteTicker(writer, picture, chain, option));
    }

    public async Task<DeribitResult> Summaries(DeribitCall call)
    {
        MarketPicture picture = await TakeAsync(call);
        return new DeribitResult(picture.Sequence, writer => WriteEach(
            writer, call, picture, (chain, option) => WriteSummary(writer, picture, chain, option)));
    }

    public async Task<DeribitResult> Summary(DeribitCall call)
    {
        (MarketPicture picture, ChainView chain, ChainOption option) = await FindAsync(call);
        return new DeribitResult(picture.Sequence, writer =>
        {
            writer.WriteStartArray();
            WriteSummary(writer, picture, chain, option);
            writer.WriteEndArray();
        });
    }

    public async Task<DeribitResult> OrderBook(DeribitCall call)
    {
        int depth = (int)(call.Params.Integer("depth", 1, MostLevels) ?? UsualLevels);
        (MarketPicture picture, ChainView chain, ChainOption option) = await FindAsync(call);
        MarketSnapshot book = await market.BookAsync(option.Symbol, call.MinSequence, call.Cancellation);
        return new DeribitResult(book.Sequence, writer =>
        {
            writer.WriteStartObject();
            OptionJson.WriteTicker(writer, picture, chain, option, SymbolNames.Deribit(option.Contract));
            writer.WriteNumber("change_id", book.L2Sequence);
            MarketReads.WriteLevels(writer, "bids", book.Bids, depth);
            MarketReads.WriteLevels(writer, "asks", book.Asks, depth);
            writer.WriteEndObject();
        });
    }

    public async Task<DeribitResult> Trades(DeribitCall call)
    {
        var scope = new TradeFilter(call.Params.Symbol());
        var span = DeribitSpan.Of(call, UsualTrades, MostTrades);
        await RequireListedAsync(call, scope.Symbol!);
        HistoryPage<TradeRow> page = await past.ReadAsync(
            call.MinSequence,
            reader => reader.Trades(scope, span.FromMs, span.ToMs, span.Count + 1, span.IsOldestFirst),
            call.Cancellation);
        IReadOnlyList<DeribitTrade> trades = DeribitTrade.Of(page.Rows, span.IsOldestFirst);
        return new DeribitResult(page.Mark.Sequence, writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartArray("trades");
            foreach (DeribitTrade trade in trades.Take(span.Count))
                trade.Write(writer);
            writer.WriteEndArray();
            writer.WriteBoolean("has_more", trades.Count > span.Count);
            writer.WriteEndObject();
        });
    }

    public async Task<DeribitResult> Chart(DeribitCall call)
    {
        var scope = new TradeFilter(call.Params.Symbol());
        long width = DeribitCandle.WidthOf(call.Params.Needed("resolution"))
            ?? throw DeribitParams.Wrong("resolution", $"expected one of {DeribitCandle.Resolutions}");
        long from = call.Params.Integer("start_timestamp", 0, Instant.MaxMs)
            ?? throw DeribitParams.Wrong("start_timestamp", "it is missing");
        long to = call.Params.Integer("end_timestamp", from, Instant.MaxMs)
            ?? throw DeribitParams.Wrong("end_timestamp", "it is missing");
        from -= from % width;
        if ((to - from) / width > DeribitCandle.Most)
            throw DeribitParams.Wrong("start_timestamp", $"expected at most {DeribitCandle.Most} candles");
        await RequireListedAsync(call, scope.Symbol!);
        HistoryPage<TradeRow> page = await past.ReadAsync(
            call.MinSequence,
            reader => reader.Trades(scope, from, to + 1, DeribitCandle.MostTrades, oldestFirst: true),
            call.Cancellation);
        IReadOnlyList<DeribitCandle> candles = DeribitCandle.Of(page.Rows, width);
        return new DeribitResult(page.Mark.Sequence, writer => DeribitCandle.WriteAll(writer, candles));
    }

    public async Task<DeribitResult> IndexPrice(DeribitCall call)
    {
        string underlying = DeribitNames.UnderlyingOf(call.Params.Needed("index_name"), "index_name");
        Reading<IndexAnswer> index = await replica.AskAsync<IndexAnswer>(
            EngineQuestion.AboutIndex, call.MinSequence, call.Cancellation);
        IndexView? view = index.Answer.Prices.Cast<IndexView?>().FirstOrDefault(
            price => price!.Value.Underlying == underlying);
        if (view is not { } known)
            throw new DeribitException(DeribitError.NotFound("there is no such index"));
        return new DeribitResult(index.Sequence, writer =>
        {
            writer.WriteStartObject();
            writer.WriteDigits("index_price", known.Price);
            writer.WriteDigits("estimated_delivery_price", known.Price);
            writer.WriteEndObject();
        });
    }

    /// <summary>An option that is listed, with all that is told of it.</summary>
    public async Task<(MarketPicture Picture, ChainView Chain, ChainOption Option)> FindAsync(DeribitCall call)
    {
        string symbol = call.Params.Symbol();
        if (!ParsedInstrument.TryParse(symbol, out ParsedInstrument? parsed))
            throw new DeribitException(DeribitError.NotFound("there is no such instrument"));
        MarketPicture picture = await source.TakeAsync(
            parsed.Key.Underlying, call.MinSequence, call.Cancellation);
        (ChainView chain, ChainOption option) = MarketReads.Find(picture, symbol);
        return (picture, chain, option);
    }

    /// <summary>The underlying that parameter currency names; null: all of them, as USDC and any do.</summary>
    public static string? UnderlyingOf(DeribitCall call) =>
        call.Params.Text("currency") is { } currency and not (DeribitNames.Quote or "any") ? currency : null;

    public static void WriteTicker(Utf8JsonWriter writer, MarketPicture picture, ChainView chain, ChainOption option)
    {
        writer.WriteStartObject();
        OptionJson.WriteTicker(writer, picture, chain, option, SymbolNames.Deribit(option.Contract));
        writer.WriteEndObject();
    }

    private async Task RequireListedAsync(DeribitCall call, string symbol)
    {
        HistoryPage<InstrumentRow> listed =
            await past.ReadAsync(call.MinSequence, reader => reader.Instruments(symbol), call.Cancellation);
        if (listed.Rows.Count == 0)
            throw new DeribitException(DeribitError.NotFound("there is no such instrument"));
    }

    private Task<MarketPicture> TakeAsync(DeribitCall call) =>
        source.TakeAsync(UnderlyingOf(call), call.MinSequence, call.Cancellation);

    private static void WriteSummary(
        Utf8JsonWriter writer, MarketPicture picture, ChainView chain, ChainOption option) =>
        OptionJson.WriteSummary(writer, picture, chain, option, SymbolNames.Deribit(option.Contract));

    /// <summary>Only options are there: any other kind has none.</summary>
    private static void WriteEach(
        Utf8JsonWriter writer, DeribitCall call, MarketPicture picture, Action<ChainView, ChainOption> write)
    {
        bool any = call.Params.Text("kind") is null or "option" or "any";
        writer.WriteStartArray();
        foreach (ChainView chain in any ? picture.Chains : [])
        {
            foreach (ChainOption option in chain.Options)
                write(chain, option);
        }

        writer.WriteEndArray();
    }

    private static void WriteCurrency(Utf8JsonWriter writer, string name)
    {
        writer.WriteStartObject();
        writer.WriteString("currency", name);
        writer.WriteString("currency_long", name);
        writer.WriteNumber("fee_precision", Cash.Decimals);
        writer.WriteString("coin_type", name == DeribitNames.Quote ? DeribitNames.Quote : "UNDERLYING");
        writer.WriteNumber("min_confirmations", 0);
        writer.WriteNumber("withdrawal_fee", 0);
        writer.WriteStartArray("withdrawal_priorities");
        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
