using Microsoft.Extensions.Logging;

namespace Hypercall.Gateway.Deribit;

/// <summary>What some charts say now.</summary>
/// <param name="Contents">What those say that say anything.</param>
/// <param name="Unread">Those that could not be read.</param>
internal sealed record DeribitCharts(
    IReadOnlyList<(DeribitChannel Channel, ReadOnlyMemory<byte> Content)> Contents,
    IReadOnlyList<DeribitChannel> Unread);

/// <summary>
/// Reads what tickers, candles, index prices and portfolios say: marks, index prices and margins have no events. What
/// cannot be read now is read the next time; candles change with trades alone, and are read after those.
/// </summary>
internal sealed class DeribitPoll(
    MarketSource source, ReplicaReads replica, PastReads past, DeribitAccount account, ILogger<DeribitPoll> log)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly DeribitTickers _tickers = new(
        (underlying, cancellation) => source.TakeAsync(underlying, 0, cancellation));

    /// <summary>Reads all but charts; one call at a time.</summary>
    /// <param name="channels">The channels.</param>
    /// <param name="bests">Best prices of the tickers' options, by symbol.</param>
    /// <param name="tick">The hub's tick.</param>
    public async Task<IReadOnlyList<(DeribitChannel Channel, ReadOnlyMemory<byte> Content)>> RunAsync(
        IReadOnlyList<DeribitChannel> channels, IReadOnlyDictionary<string, BestPrices> bests, long tick)
    {
        var contents = new List<(DeribitChannel, ReadOnlyMemory<byte>)>();
        using var patience = new CancellationTokenSource(Patience);
        IEnumerable<DeribitChannel> Of(DeribitTopic topic) => channels.Where(channel => channel.Topic == topic);
        foreach (IGrouping<string, DeribitChannel> group in Of(DeribitTopic.Ticker)
            .GroupBy(channel => ListedOptions.UnderlyingOf(channel.Symbol!)))
            await TryAsync(AddAsync(_tickers.ReadAsync(group.Key, group, bests, tick, patience.Token), contents));
        _tickers.Forget(tick);
        await TryAsync(IndicesAsync([.. Of(DeribitTopic.PriceIndex)], contents, patience.Token));
        foreach (DeribitChannel channel in Of(DeribitTopic.UserPortfolio))
            await TryAsync(PortfolioAsync(channel, contents, patience.Token));
        return contents;
    }

    /// <summary>Reads charts.</summary>
    /// <param name="channels">Their channels.</param>
    /// <param name="sequence">The last sequence that the hub knows.</param>
    public async Task<DeribitCharts> ReadChartsAsync(IReadOnlyList<DeribitChannel> channels, long sequence)
    {
        var contents = new List<(DeribitChannel, ReadOnlyMemory<byte>)>();
        var unread = new List<DeribitChannel>();
        using var patience = new CancellationTokenSource(Patience);
        foreach (DeribitChannel channel in channels)
        {
            if (!await TryAsync(ChartAsync(channel, sequence, contents, patience.Token)))
                unread.Add(channel);
        }

        return new DeribitCharts(contents, unread);
    }

    /// <summary>What cannot be read, such as an option that nobody lists, is left out; the others are not.</summary>
    private async Task<bool> TryAsync(Task reading)
    {
        try
        {
            await reading;
            return true;
        }
        catch (Exception failure)
        {
            log.LogDebug(failure, "what a channel says cannot be read now");
            return false;
        }
    }

    private static async Task AddAsync(
        Task<IReadOnlyList<(DeribitChannel, ReadOnlyMemory<byte>)>> reading,
        List<(DeribitChannel, ReadOnlyMemory<byte>)> contents) => contents.AddRange(await reading);

    private async Task IndicesAsync(
        DeribitChannel[] channels,
        List<(DeribitChannel, ReadOnlyMemory<byte>)> contents,
        CancellationToken cancellation)
    {
        if (channels.Length == 0)
            return;
        Reading<IndexAnswer> index = await replica.AskAsync<IndexAnswer>(EngineQuestion.AboutIndex, 0, cancellation);
        foreach (DeribitChannel channel in channels)
        {
            foreach (IndexView view in index.Answer.Prices)
            {
                if (view.Underlying == channel.Underlying && view.Price is { } price)
                    contents.Add((channel, DeribitMessages.Of(channel.Name, writer => Write(writer, view, price))));
            }
        }
    }

    private async Task PortfolioAsync(
        DeribitChannel channel,
        List<(DeribitChannel, ReadOnlyMemory<byte>)> contents,
        CancellationToken cancellation)
    {
        DeribitSummary summary = await account.SummaryOfAsync(channel.Wallet!.Value, cancellation);
        contents.Add((channel, DeribitMessages.Of(channel.Name, summary.WriteMembers)));
    }

    /// <summary>The candle of the last trade.</summary>
    private async Task ChartAsync(
        DeribitChannel channel,
        long sequence,
        List<(DeribitChannel, ReadOnlyMemory<byte>)> contents,
        CancellationToken cancellation)
    {
        var scope = new TradeFilter(channel.Symbol);
        HistoryPage<TradeRow> last = await past.ReadAsync(
            sequence, reader => reader.Trades(scope, 0, Instant.MaxMs, 1, oldestFirst: false), cancellation);
        if (last.Rows is not [var trade])
            return;
        long from = trade.AtMs - trade.AtMs % channel.WidthMs;
        HistoryPage<TradeRow> page = await past.ReadAsync(
            sequence,
            reader => reader.Trades(
                scope, from, from + channel.WidthMs, DeribitCandle.MostTrades, oldestFirst: true),
            cancellation);
        DeribitCandle candle = DeribitCandle.Of(page.Rows, channel.WidthMs)[^1];
        contents.Add((channel, DeribitMessages.Of(channel.Name, candle.Write)));
    }

    private static void Write(Utf8JsonWriter writer, IndexView view, Price price)
    {
        writer.WriteNumber("timestamp", view.AtMs);
        writer.WriteDigits("price", price);
        writer.WriteString("index_name", DeribitNames.IndexOf(view.Underlying));
    }
}
