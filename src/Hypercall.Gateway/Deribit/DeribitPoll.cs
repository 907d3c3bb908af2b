namespace Hypercall.Gateway.Deribit;

/// <summary>What a channel without events of its own says now.</summary>
internal readonly record struct DeribitContent(DeribitChannel Channel, ReadOnlyMemory<byte> Text);

/// <summary>What some charts say now.</summary>
/// <param name="Contents">What those say that say anything.</param>
/// <param name="Unread">Those that could not be read.</param>
internal sealed record DeribitCharts(IReadOnlyList<DeribitContent> Contents, IReadOnlyList<DeribitChannel> Unread);

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

    private readonly LastCandles _candles = new();

    /// <summary>Reads all but charts; one call at a time.</summary>
    /// <param name="bests">Best prices of the tickers' options, by symbol.</param>
    public async Task<IReadOnlyList<DeribitContent>> RunAsync(
        IReadOnlyList<DeribitChannel> channels, IReadOnlyDictionary<string, BestPrices> bests, long tick)
    {
        var contents = new List<DeribitContent>();
        using var patience = new CancellationTokenSource(Patience);
        IEnumerable<DeribitChannel> Of(DeribitTopic topic) => channels.Where(channel => channel.Topic == topic);
        foreach (IGrouping<string, DeribitChannel> group in Of(DeribitTopic.Ticker)
            .GroupBy(channel => ListedOptions.UnderlyingOf(channel.Symbol!)))
            await TryAddAsync(contents, _tickers.ReadAsync(group.Key, group, bests, tick, patience.Token));
        _tickers.Forget(tick);
        await TryAddAsync(contents, IndicesAsync([.. Of(DeribitTopic.PriceIndex)], patience.Token));
        foreach (DeribitChannel channel in Of(DeribitTopic.UserPortfolio))
            await TryAddAsync(contents, PortfolioAsync(channel, patience.Token));
        return contents;
    }

    /// <summary>Reads charts; one call at a time.</summary>
    /// <param name="sequence">The last sequence that the hub knows.</param>
    public async Task<DeribitCharts> ReadChartsAsync(IReadOnlyList<DeribitChannel> channels, long sequence)
    {
        var contents = new List<DeribitContent>();
        var unread = new List<DeribitChannel>();
        using var patience = new CancellationTokenSource(Patience);
        foreach (DeribitChannel channel in channels)
        {
            if (!await TryAddAsync(contents, ChartAsync(channel, sequence, patience.Token)))
                unread.Add(channel);
        }

        return new DeribitCharts(contents, unread);
    }

    /// <summary>What cannot be read, such as an option that nobody lists, is left out; the others are not.</summary>
    private async Task<bool> TryAddAsync(List<DeribitContent> contents, Task<IReadOnlyList<DeribitContent>> reading)
    {
        try
        {
            contents.AddRange(await reading);
            return true;
        }
        catch (Exception failure)
        {
            log.LogDebug(failure, "what a channel says cannot be read now");
            return false;
        }
    }

    private async Task<IReadOnlyList<DeribitContent>> IndicesAsync(
        DeribitChannel[] channels, CancellationToken cancellation)
    {
        if (channels.Length == 0)
            return [];
        Reading<IndexAnswer> index = await replica.AskAsync<IndexAnswer>(EngineQuestion.AboutIndex, 0, cancellation);
        return
        [
            .. from channel in channels
            from view in index.Answer.Prices
            where view.Underlying == channel.Underlying && view.Price.HasValue
            select ContentOf(channel, writer => Write(writer, view)),
        ];
    }

    private async Task<IReadOnlyList<DeribitContent>> PortfolioAsync(
        DeribitChannel channel, CancellationToken cancellation)
    {
        DeribitSummary summary = await account.SummaryOfAsync(channel.Wallet!.Value, cancellation);
        return [ContentOf(channel, summary.WriteMembers)];
    }

    private async Task<IReadOnlyList<DeribitContent>> ChartAsync(
        DeribitChannel channel, long sequence, CancellationToken cancellation)
    {
        var scope = new TradeFilter(channel.Symbol);
        DeribitCandle? candle = await _candles.ReadAsync(
            channel.Symbol!,
            channel.WidthMs,
            async (fromMs, toMs, limit, oldestFirst) => (await past.ReadAsync(
                sequence, reader => reader.Trades(scope, fromMs, toMs, limit, oldestFirst), cancellation)).Rows);
        return candle is null ? [] : [ContentOf(channel, candle.Write)];
    }

    private static DeribitContent ContentOf(DeribitChannel channel, Action<Utf8JsonWriter> members) =>
        new(channel, DeribitMessages.Of(channel.Name, members));

    private static void Write(Utf8JsonWriter writer, IndexView view)
    {
        writer.WriteNumber("timestamp", view.AtMs);
        writer.WriteDigits("price", view.Price);
        writer.WriteString("index_name", DeribitNames.IndexOf(view.Underlying));
    }
}
