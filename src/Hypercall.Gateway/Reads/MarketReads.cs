using System.Globalization;
using System.Text.Json;
using Akka.Actor;
using Hypercall.Actors.Views;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Events;
using Hypercall.Engine.State;
using Hypercall.Gateway.Answers;
using Hypercall.Gateway.Hosting;
using Hypercall.Json;
using Hypercall.Views.Feed;
using Hypercall.Views.MarketData;
using Hypercall.Views.Statistics;
using Microsoft.AspNetCore.Http;

namespace Hypercall.Gateway.Reads;

/// <summary>Public reads of what is listed and what it is worth (gateway.md §5).</summary>
internal sealed class MarketReads(
    GatewayVenue venue, GatewayOptions options, ReplicaReads replica, MarketSource source)
{
    private const string NoAddress = "0x0000000000000000000000000000000000000000";
    private const int MostLevels = 1_000;
    private const int UsualLevels = 15;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    public async Task<IResult> ExchangeInfo(HttpContext context)
    {
        ReadQuery query = new ReadQuery(context).Finish();
        Reading<RulesAnswer> rules = await replica.AskAsync<RulesAnswer>(
            EngineQuestion.AboutRules, query.MinSequence, context.RequestAborted);
        return Shapes.Ok(rules.Sequence, writer =>
        {
            writer.WriteString("exchange_address", NoAddress);
            writer.WriteNumber("chain_id", options.ChainId);
            writer.WriteStartObject("signing_domain");
            writer.WriteString("name", "Hypercall");
            writer.WriteString("version", "1");
            writer.WriteEndObject();
            writer.WriteNumber("server_time", RequestTimes.Of(context).ReceivedAtMs);
            writer.WriteNumber("rules_version", rules.Answer.Rules.Version);
            WriteLimits(writer);
        });
    }

    public async Task<IResult> Rules(HttpContext context)
    {
        ReadQuery query = new ReadQuery(context).Finish();
        Reading<RulesAnswer> rules = await replica.AskAsync<RulesAnswer>(
            EngineQuestion.AboutRules, query.MinSequence, context.RequestAborted);
        return new Answer(StatusCodes.Status200OK, rules.Sequence, writer =>
            RuleSetJson.Write(writer, rules.Answer.Rules));
    }

    public async Task<IResult> Instruments(HttpContext context)
    {
        MarketPicture picture = await TakeAsync(context);
        return Shapes.Deribit(context, picture.Sequence, writer => WriteAll(
            writer, picture, (chain, option) => OptionJson.WriteInstrument(
                writer, picture, picture.TermsOf(chain.Underlying), option)));
    }

    public async Task<IResult> InstrumentSpecs(HttpContext context)
    {
        MarketPicture picture = await TakeAsync(context);
        return Shapes.Deribit(context, picture.Sequence, writer => WriteAll(
            writer, picture, (chain, option) => SpecJson.Write(
                writer, picture, picture.TermsOf(chain.Underlying), option)));
    }

    public async Task<IResult> OptionsSummary(HttpContext context)
    {
        var query = new ReadQuery(context);
        long? expiry = query.Number("expiry", 0, long.MaxValue);
        query.Flag("include_rfq_provider_quotes");
        query.Number("rfq_provider_quotes_limit", 0, int.MaxValue);
        MarketPicture picture = await TakeAsync(query, context.RequestAborted);
        return Shapes.Deribit(context, picture.Sequence, writer => WriteAll(
            writer,
            picture,
            (chain, option) =>
            {
                if (expiry is null || option.ExpiryMs / 1_000 == expiry)
                    OptionJson.WriteSummary(writer, picture, chain, option);
            }));
    }

    public async Task<IResult> Markets(HttpContext context)
    {
        var query = new ReadQuery(context);
        bool withInstruments = query.Flag("include_instruments") ?? true;
        MarketPicture picture =
            await source.TakeAsync(null, query.Finish().MinSequence, context.RequestAborted);
        MarketGroup[] groups = MarketGroup.Of(picture);
        return Shapes.List(picture.Sequence, groups, groups.Length, 0, (writer, group) =>
            group.Write(writer, picture, withInstruments));
    }

    public async Task<IResult> OptionsChain(HttpContext context)
    {
        var query = new ReadQuery(context);
        string currency = query.NeededText("currency", "an underlying");
        long expiry = query.Number("expiry", 0, long.MaxValue)
            ?? throw ReadQuery.Wrong("expiry", "an instant in seconds since the epoch");
        MarketPicture picture =
            await source.TakeAsync(currency, query.Finish().MinSequence, context.RequestAborted);
        return Shapes.Ok(picture.Sequence, writer => ChainJson.Write(writer, picture.Chains[0], currency, expiry));
    }

    public async Task<IResult> Orderbook(HttpContext context)
    {
        var query = new ReadQuery(context);
        string name = query.Symbol("instrument_id")
            ?? throw ReadQuery.Wrong("instrument_id", "an instrument's id or symbol");
        int depth = (int)(query.Number("depth", 1, MostLevels) ?? UsualLevels);
        MarketPicture picture = await source.TakeAsync(null, query.Finish().MinSequence, context.RequestAborted);
        (ChainView chain, ChainOption option) = Find(picture, name);
        MarketSnapshot book = await BookAsync(option.Symbol, query.MinSequence, context.RequestAborted);
        return Shapes.Deribit(context, book.Sequence, writer =>
        {
            writer.WriteStartObject();
            OptionJson.WriteTicker(writer, picture, chain, option);
            writer.WriteNumber("change_id", book.L2Sequence);
            WriteLevels(writer, "bids", book.Bids, depth);
            WriteLevels(writer, "asks", book.Asks, depth);
            writer.WriteEndObject();
        });
    }

    public async Task<IResult> Statistics(HttpContext context)
    {
        ReadQuery query = new ReadQuery(context).Finish();
        StatisticsSnapshot statistics = await AskViewAsync<StatisticsSnapshot>(
            "statistics", new QueryStatistics(), context.RequestAborted);
        RequireSequence(statistics.Sequence, query.MinSequence);
        return Shapes.Ok(statistics.Sequence, writer => StatisticsJson.Write(writer, statistics));
    }

    private Task<MarketPicture> TakeAsync(HttpContext context) =>
        TakeAsync(new ReadQuery(context), context.RequestAborted);

    private Task<MarketPicture> TakeAsync(ReadQuery query, CancellationToken cancellation)
    {
        string? currency = query.Text("currency");
        if (query.Text("kind") is { } kind && kind != "option")
            throw ReadQuery.Wrong("kind", "option");
        return source.TakeAsync(currency, query.Finish().MinSequence, cancellation);
    }

    /// <summary>A book as of a sequence or a later one.</summary>
    public async Task<MarketSnapshot> BookAsync(string symbol, long minSequence, CancellationToken cancellation)
    {
        MarketSubscribed market = await AskViewAsync<MarketSubscribed>(
            "market", new SubscribeMarket(symbol), cancellation);
        if (market.Status != FeedStatus.Ready)
            throw ReplicaReads.Repairing("the view of the market repairs a gap");
        MarketSnapshot book = market.Market ?? new MarketSnapshot(symbol, minSequence, 0, null, [], [], []);
        RequireSequence(book.Sequence, minSequence);
        return book;
    }

    private async Task<T> AskViewAsync<T>(string view, object question, CancellationToken cancellation)
    {
        try
        {
            return await venue.View(view).Ask<T>(question, Patience, cancellation);
        }
        catch (AskTimeoutException)
        {
            throw ReplicaReads.Repairing($"the {view} view does not answer");
        }
    }

    /// <summary>Views hear of a command before the replica reads it: one that has not is behind.</summary>
    private static void RequireSequence(long sequence, long minSequence)
    {
        if (sequence < minSequence)
            throw new RefusedException(GatewayError.ViewBehind(
                $"sequence {minSequence} was asked for, the view has got to {sequence}"));
    }

    /// <summary>An option by its symbol or id.</summary>
    public static (ChainView Chain, ChainOption Option) Find(MarketPicture picture, string name)
    {
        bool isNumber = long.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out long id);
        foreach (ChainView chain in picture.Chains)
        {
            foreach (ChainOption option in chain.Options)
            {
                if (isNumber ? option.Number + 1L == id : option.Symbol == name)
                    return (chain, option);
            }
        }

        throw new RefusedException(GatewayError.NotFound("there is no such instrument"));
    }

    private static void WriteAll(Utf8JsonWriter writer, MarketPicture picture, Action<ChainView, ChainOption> write)
    {
        writer.WriteStartArray();
        foreach (ChainView chain in picture.Chains)
        {
            foreach (ChainOption option in chain.Options)
                write(chain, option);
        }

        writer.WriteEndArray();
    }

    /// <summary>A side of a book, as numbers.</summary>
    public static void WriteLevels(Utf8JsonWriter writer, string name, IReadOnlyList<BookLevel> levels, int depth)
    {
        writer.WriteStartArray(name);
        foreach (BookLevel level in levels.Take(depth))
        {
            writer.WriteStartArray();
            writer.WriteDigitsValue(level.Price.Units, Price.Decimals);
            writer.WriteDigitsValue(level.Size.Units, Quantity.Decimals);
            writer.WriteEndArray();
        }

        writer.WriteEndArray();
    }

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
