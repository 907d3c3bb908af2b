using System.Collections.Immutable;
using Hypercall.Engine.Events;
using Hypercall.Engine.State;
using Hypercall.Gateway.Deribit;
using Hypercall.Gateway.Reads;
using Hypercall.History;

namespace Hypercall.Gateway.Tests.Deribit;

/// <summary>How often tickers have a chain read, and that their best prices are the books'.</summary>
public sealed class DeribitTickerTests
{
    private const string Symbol = "ETH-20351228-3200-C";

    private readonly DeribitTickers _tickers;
    private int _reads;
    private bool _fails;

    public DeribitTickerTests() => _tickers = new DeribitTickers((underlying, _) =>
    {
        _reads++;
        return _fails ? throw new InvalidOperationException("it cannot be read") : Task.FromResult(Picture(underlying));
    });

    [Fact]
    public async Task A_chain_is_read_once_a_second_whoever_comes_and_goes()
    {
        for (int tick = 0; tick < 100; tick++)
        {
            if (tick % 3 != 2)
                Assert.Single(await ReadAsync(tick, Symbol));
            _tickers.Forget(tick);
        }

        Assert.Equal(100 / DeribitTickers.Pause, _reads);
    }

    [Fact]
    public async Task A_chain_that_cannot_be_read_is_read_again_in_a_second()
    {
        _fails = true;
        await Assert.ThrowsAsync<InvalidOperationException>(() => ReadAsync(0, Symbol));
        Assert.Empty(await ReadAsync(1, Symbol));
        _fails = false;
        Assert.Empty(await ReadAsync(DeribitTickers.Pause - 1, Symbol));
        Assert.Single(await ReadAsync(DeribitTickers.Pause, Symbol));
        Assert.Equal(2, _reads);
    }

    /// <summary>The chain's own are of its last read.</summary>
    [Fact]
    public async Task Best_prices_are_those_of_the_book()
    {
        var best = new BestPrices(
            new BookLevel(Price.FromUsdc(101), Quantity.FromContracts(3)), null, TimestampMs: 5_000);
        using JsonDocument message = JsonDocument.Parse(Assert.Single(await ReadAsync(0, Symbol, best)).Text);
        JsonElement data = message.RootElement.GetProperty("params").GetProperty("data");

        Assert.Equal(
            ("101", "3", "0", "0", 5_000L),
            (data.GetProperty("best_bid_price").GetRawText(), data.GetProperty("best_bid_amount").GetRawText(),
                data.GetProperty("best_ask_price").GetRawText(), data.GetProperty("best_ask_amount").GetRawText(),
                data.GetProperty("timestamp").GetInt64()));
    }

    [Fact]
    public async Task An_option_that_nobody_lists_has_no_ticker() =>
        Assert.Empty(await ReadAsync(0, "ETH-20351228-3300-C"));

    private Task<IReadOnlyList<DeribitContent>> ReadAsync(
        int tick, string symbol, BestPrices? best = null)
    {
        var channel = new DeribitChannel($"ticker.{symbol}.100ms", DeribitTopic.Ticker, Symbol: symbol);
        var bests = new Dictionary<string, BestPrices>();
        if (best is { } known)
            bests.Add(symbol, known);
        return _tickers.ReadAsync("ETH", [channel], bests, tick, CancellationToken.None);
    }

    private static MarketPicture Picture(string underlying) => new(
        1,
        1_000,
        new InstrumentsAnswer(ImmutableArray<UnderlyingView>.Empty, default),
        [
            new ChainView(underlying, Price.FromUsdc(3_000),
                [
                    new ChainOption(
                        Symbol, new ContractKey(underlying, 20_351_228, Price.FromUsdc(3_200), OptionType.Call),
                        InstrumentStatus.Active, Price.FromUsdc(90), Quantity.FromContracts(1), Price.FromUsdc(110),
                        Quantity.FromContracts(1), null, null, 0, 2_082_441_600_000, null, null, null, default),
                ]),
        ],
        [],
        new Dictionary<long, InstrumentRow>());
}
