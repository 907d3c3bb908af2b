using Hypercall.Engine.Events;
using Hypercall.Gateway.Deribit;
using Hypercall.History;

namespace Hypercall.Gateway.Tests.Deribit;

/// <summary>A chart's last candle is that of all its trades, each of which is read once.</summary>
public sealed class LastCandlesTests
{
    private const string Option = DeribitVenueFixture.Option;
    private const long Width = 60_000;
    private const int AtOnce = 3;

    private readonly List<TradeRow> _trades = [];
    private readonly LastCandles _candles = new(AtOnce);
    private int _rowsRead;

    [Fact]
    public async Task What_was_never_traded_has_none()
    {
        Assert.Null(await _candles.ReadAsync(Option, Width, ReadAsync));
    }

    /// <summary>More trades than are read at a time, two of which share a millisecond where one read ends.</summary>
    [Fact]
    public async Task Each_look_goes_on_from_the_one_before()
    {
        foreach ((long at, long price) in ((long, long)[])
            [(59_999, 900), (60_000, 7), (60_001, 9), (60_002, 4), (60_002, 5), (60_004, 6), (60_005, 8), (60_006, 5)])
            Trade(at, price);
        await CheckAsync(open: 7, high: 9, low: 4, close: 5, trades: 7);

        _rowsRead = 0;
        Trade(60_006, 3);
        await CheckAsync(open: 7, high: 9, low: 3, close: 3, trades: 8);
        Assert.InRange(_rowsRead, 1, 1 + AtOnce);

        Trade(120_000, 6);
        await CheckAsync(open: 6, high: 6, low: 6, close: 6, trades: 1);
    }

    /// <summary>Another width has a candle of its own; a history that is made anew ends earlier than what was
    /// read.</summary>
    [Fact]
    public async Task What_does_not_follow_is_read_from_its_beginning()
    {
        Trade(60_000, 7);
        Trade(60_001, 9);
        await CheckAsync(open: 7, high: 9, low: 7, close: 9, trades: 2);
        DeribitCandle? day = await _candles.ReadAsync(Option, 1_440 * Width, ReadAsync);
        Assert.Equal(0, day!.TickMs);

        _trades.RemoveAt(1);
        await CheckAsync(open: 7, high: 7, low: 7, close: 7, trades: 1);
    }

    private async Task CheckAsync(long open, long high, long low, long close, int trades)
    {
        DeribitCandle? candle = await _candles.ReadAsync(Option, Width, ReadAsync);
        Assert.Equal(
            (Price.FromUsdc(open), Price.FromUsdc(high), Price.FromUsdc(low), Price.FromUsdc(close)),
            (candle!.Open, candle.High, candle.Low, candle.Close));
        Assert.Equal(trades * (Int128)Quantity.UnitsPerContract, candle.VolumeUnits);
        Assert.Equal(DeribitCandle.Of(_trades, Width)[^1], candle);
    }

    private void Trade(long atMs, long price) => _trades.Add(new TradeRow(
        _trades.Count + 1, _trades.Count + 1, atMs, Option, Price.FromUsdc(price),
        new Quantity(Quantity.UnitsPerContract), Side.Buy, WalletAddress.FromNumber(1), WalletAddress.FromNumber(2),
        Cash.Zero, Cash.Zero, FillSource.Book));

    private Task<IReadOnlyList<TradeRow>> ReadAsync(long fromMs, long toMs, int limit, bool oldestFirst)
    {
        IEnumerable<TradeRow> within = _trades.Where(trade => trade.AtMs >= fromMs && trade.AtMs < toMs);
        TradeRow[] read = [.. (oldestFirst ? within : within.Reverse()).Take(limit)];
        _rowsRead += read.Length;
        return Task.FromResult<IReadOnlyList<TradeRow>>(read);
    }
}
