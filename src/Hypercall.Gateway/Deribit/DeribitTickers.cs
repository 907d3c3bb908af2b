namespace Hypercall.Gateway.Deribit;

/// <summary>The best prices of a book, and when it changed last.</summary>
internal readonly record struct BestPrices(BookLevel? Bid, BookLevel? Ask, long TimestampMs);

/// <summary>
/// What tickers say: an underlying's chain is read once a second at most, however many tickers there are and whoever
/// comes and goes; best prices are those of the books as they change.
/// </summary>
internal sealed class DeribitTickers(Func<string, CancellationToken, Task<MarketPicture>> read)
{
    /// <summary>Ticks between two reads of a chain.</summary>
    public const int Pause = 10;

    private readonly Dictionary<string, Chain> _chains = new(StringComparer.Ordinal);

    /// <summary>A chain; one that could not be read has no picture until its next turn.</summary>
    private sealed record Chain(long ReadAt, MarketPicture? Picture, IReadOnlyDictionary<string, ChainOption> Options);

    /// <summary>What tickers of one underlying say; one of an option that nobody lists is left out.</summary>
    /// <param name="bests">Best prices by symbol; what is not there has an empty book.</param>
    public async Task<IReadOnlyList<DeribitContent>> ReadAsync(
        string underlying,
        IEnumerable<DeribitChannel> channels,
        IReadOnlyDictionary<string, BestPrices> bests,
        long tick,
        CancellationToken cancellation)
    {
        Chain chain = await ChainAsync(underlying, tick, cancellation);
        return
        [
            .. from channel in channels
            let option = chain.Options.GetValueOrDefault(channel.Symbol!)
            where option is not null
            select Write(channel, chain.Picture!, option, bests.GetValueOrDefault(option.Symbol)),
        ];
    }

    /// <summary>Drops chains that nobody has asked for since their next read was due.</summary>
    public void Forget(long tick)
    {
        foreach ((string underlying, Chain chain) in _chains.ToArray())
        {
            if (tick - chain.ReadAt > Pause)
                _chains.Remove(underlying);
        }
    }

    private async Task<Chain> ChainAsync(string underlying, long tick, CancellationToken cancellation)
    {
        if (_chains.TryGetValue(underlying, out Chain? known) && tick - known.ReadAt < Pause)
            return known;
        _chains[underlying] = new Chain(tick, null, new Dictionary<string, ChainOption>());
        MarketPicture picture = await read(underlying, cancellation);
        return _chains[underlying] = new Chain(tick, picture, picture.Chains[0].Options.ToDictionary(
            option => option.Symbol, StringComparer.Ordinal));
    }

    private static DeribitContent Write(
        DeribitChannel channel, MarketPicture picture, ChainOption option, BestPrices best)
    {
        ChainOption now = option with
        {
            Bid = best.Bid?.Price,
            BidSize = best.Bid?.Size,
            Ask = best.Ask?.Price,
            AskSize = best.Ask?.Size,
        };
        MarketPicture at = picture with { NowMs = Math.Max(picture.NowMs, best.TimestampMs) };
        var told = new OptionPicture(at, picture.Chains[0], now, IsDeribit: true);
        return new DeribitContent(
            channel, DeribitMessages.Of(channel.Name, writer => OptionJson.WriteTicker(writer, told)));
    }
}
