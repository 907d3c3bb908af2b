using System.Diagnostics;
using Hypercall.Actors.Views;
using Hypercall.Json;
using Hypercall.Views.Feed;
using Hypercall.Views.MarketData;
using Hypercall.Views.Statistics;

namespace Hypercall.Gateway.Reads;

/// <summary>Public reads of what is listed and what it is worth (gateway.md §5).</summary>
internal sealed class MarketReads(
    GatewayVenue venue, GatewayOptions options, ReplicaReads replica, MarketSource source)
{
    private const string NoAddress = "0x0000000000000000000000000000000000000000";
    private const int MostLevels = 1_000;
    private const int UsualLevels = 15;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>How long a view may be behind the replica, which has been waited for already.</summary>
    internal TimeSpan ViewPatience { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Between two questions to a view that is behind.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    public async Task<Answer> ExchangeInfo(ReadQuery query)
    {
        query.Finish();
        Reading<RulesAnswer> rules = await replica.AskAsync<RulesAnswer>(EngineQuestion.AboutRules, query);
        return Shapes.Ok(rules.Sequence, writer =>
        {
            writer.WriteString("exchange_address", NoAddress);
            writer.WriteNumber("chain_id", options.ChainId);
            writer.WriteStartObject("signing_domain");
            writer.WriteString("name", SigningDomain.Name);
            writer.WriteString("version", SigningDomain.Version);
            writer.WriteEndObject();
            writer.WriteNumber("server_time", RequestTimes.Of(query.Context).ReceivedAtMs);
            writer.WriteNumber("rules_version", rules.Answer.Rules.Version);
            WriteLimits(writer);
        });
    }

    public async Task<Answer> Rules(ReadQuery query)
    {
        query.Finish();
        Reading<RulesAnswer> rules = await replica.AskAsync<RulesAnswer>(EngineQuestion.AboutRules, query);
        return new Answer(StatusCodes.Status200OK, rules.Sequence, writer =>
            RuleSetJson.Write(writer, rules.Answer.Rules));
    }

    public Task<Answer> Instruments(ReadQuery query) =>
        OptionsAsync(query, static _ => true, OptionJson.WriteInstrument);

    public Task<Answer> InstrumentSpecs(ReadQuery query) => OptionsAsync(query, static _ => true, SpecJson.Write);

    public Task<Answer> OptionsSummary(ReadQuery query)
    {
        long? expiry = query.Number("expiry", 0, long.MaxValue);
        query.Flag("include_rfq_provider_quotes");
        query.Number("rfq_provider_quotes_limit", 0, int.MaxValue);
        return OptionsAsync(
            query, option => expiry is null || option.ExpiryMs / 1_000 == expiry, OptionJson.WriteSummary);
    }

    public async Task<Answer> Markets(ReadQuery query)
    {
        bool withInstruments = query.Flag("include_instruments") ?? true;
        MarketPicture picture = await source.TakeAsync(null, query.Finish());
        MarketGroup[] groups = MarketGroup.Of(picture);
        return Shapes.List(picture.Sequence, groups, (writer, group) =>
            group.Write(writer, picture, withInstruments));
    }

    public async Task<Answer> OptionsChain(ReadQuery query)
    {
        string currency = query.NeededText("currency", "an underlying");
        long expiry = query.Number("expiry", 0, long.MaxValue)
            ?? throw ReadQuery.Wrong("expiry", "an instant in seconds since the epoch");
        MarketPicture picture = await source.TakeAsync(currency, query.Finish());
        return Shapes.Ok(picture.Sequence, writer => ChainJson.Write(writer, picture.Chains[0], currency, expiry));
    }

    public async Task<Answer> Orderbook(ReadQuery query)
    {
        string name = query.Symbol("instrument_id")
            ?? throw ReadQuery.Wrong("instrument_id", "an instrument's id or symbol");
        int depth = (int)(query.Number("depth", 1, MostLevels) ?? UsualLevels);
        OptionPicture option = (await source.TakeAsync(null, query.Finish())).Find(name, isDeribit: false);
        MarketSnapshot book = await BookAsync(option.Option.Symbol, query.MinSequence, query.Cancellation);
        return Shapes.Deribit(
            query.Context, book.Sequence, writer => writer.WriteObject(item => WriteBook(item, option, book, depth)));
    }

    /// <summary>An option's ticker with its book.</summary>
    public static void WriteBook(Utf8JsonWriter writer, OptionPicture option, MarketSnapshot book, int depth)
    {
        OptionJson.WriteTicker(writer, option);
        writer.WriteNumber("change_id", book.L2Sequence);
        WriteLevels(writer, "bids", book.Bids.Take(depth));
        WriteLevels(writer, "asks", book.Asks.Take(depth));
    }

    public async Task<Answer> Statistics(ReadQuery query)
    {
        await replica.ReachAsync(query.Finish());
        StatisticsSnapshot statistics = await AskViewAsync<StatisticsSnapshot>(
            "statistics", new QueryStatistics(), view => view.Sequence, query.MinSequence, query.Cancellation);
        return Shapes.Ok(statistics.Sequence, writer => StatisticsJson.Write(writer, statistics));
    }

    /// <summary>Those options of parameter currency that pass, in Deribit's shape.</summary>
    private async Task<Answer> OptionsAsync(
        ReadQuery query, Func<ChainOption, bool> passes, Action<Utf8JsonWriter, OptionPicture> members)
    {
        string? currency = query.Text("currency");
        if (query.Text("kind") is { } kind && kind != "option")
            throw ReadQuery.Wrong("kind", "option");
        MarketPicture picture = await source.TakeAsync(currency, query.Finish());
        return Shapes.Deribit(query.Context, picture.Sequence, writer => writer.WriteObjects(
            null, picture.Options(isDeribit: false).Where(option => passes(option.Option)), members));
    }

    /// <summary>A book as of a sequence or a later one.</summary>
    public async Task<MarketSnapshot> BookAsync(string symbol, long minSequence, CancellationToken cancellation)
    {
        MarketSubscribed market = await AskViewAsync<MarketSubscribed>(
            "market", new SubscribeMarket(symbol), view => view.Sequence, minSequence, cancellation);
        return market.Market ?? new MarketSnapshot(symbol, market.Sequence, 0, null, [], [], []);
    }

    /// <summary>Views hear of a command by another way than the replica: one that is behind is asked again.</summary>
    private async Task<T> AskViewAsync<T>(
        string view, object question, Func<T, long> sequenceOf, long minSequence, CancellationToken cancellation)
        where T : class
    {
        long begun = Stopwatch.GetTimestamp();
        while (true)
        {
            T answer = await venue.View(view).TryAskAsync<T>(question, Patience, cancellation)
                ?? throw ReplicaReads.Repairing($"the {view} view does not answer");
            if (answer is MarketSubscribed { Status: not FeedStatus.Ready })
                throw ReplicaReads.Repairing("the view of the market repairs a gap");
            long sequence = sequenceOf(answer);
            if (sequence >= minSequence)
                return answer;
            if (Stopwatch.GetElapsedTime(begun) >= ViewPatience)
                throw new RefusedException(GatewayError.ViewBehind(
                    $"sequence {minSequence} was asked for, the view has got to {sequence}", sequence));
            await Task.Delay(Pause, cancellation);
        }
    }

    /// <summary>A side of a book, as numbers.</summary>
    private static void WriteLevels(Utf8JsonWriter writer, string name, IEnumerable<BookLevel> levels) =>
        writer.WriteList(name, levels, static (item, level) =>
        {
            item.WriteStartArray();
            item.WriteDigitsValue(level.Price.Units, Price.Decimals);
            item.WriteDigitsValue(level.Size.Units, Quantity.Decimals);
            item.WriteEndArray();
        });

    private void WriteLimits(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("limits");
        foreach ((string tier, TierLimits limits) in options.Limits.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            writer.WriteStartObject(tier);
            writer.WriteNumber("orders_per_minute", limits.Orders);
            writer.WriteNumber("cancels_per_minute", limits.Cancels);
            writer.WriteNumber("requests_per_minute", limits.Requests);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }
}
