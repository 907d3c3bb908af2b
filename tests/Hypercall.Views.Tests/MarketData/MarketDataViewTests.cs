using Hypercall.Testing.Twin;

namespace Hypercall.Views.Tests.MarketData;

public sealed class MarketDataViewTests
{
    private const int Commands = 1_000;

    [Theory]
    [InlineData(101)]
    [InlineData(102)]
    [InlineData(103)]
    [InlineData(104)]
    [InlineData(105)]
    [InlineData(107)]
    public void The_books_are_the_engine_s_after_every_command(int seed)
    {
        var view = new MarketDataView();
        int compared = 0;
        _ = new RecordedVenue(seed, Commands, (output, engine) =>
        {
            view.Apply(output);
            EngineView state = engine.View();
            string context = $"seed {seed}, sequence {output.Sequence}\n";
            Assert.Equal(context + ContentText.Books(state), context + ContentText.Books(view));
            compared += state.Books.Count;
        });
        Assert.True(compared > Commands, $"seed {seed}: only {compared} books compared");
    }

    [Theory]
    [InlineData(111)]
    [InlineData(112)]
    [InlineData(113)]
    [InlineData(114)]
    public void A_subscriber_that_follows_the_changes_has_the_same_books(int seed)
    {
        var view = new MarketDataView(recentTrades: 0);
        var subscriber = new MarketSubscriber();
        var random = new SeededRandom((ulong)seed);
        int trades = 0;
        _ = new RecordedVenue(seed, Commands, (output, _) =>
        {
            view.Apply(output);
            trades += Count(output, EventKind.Filled);
            if (!random.PerMille(300))
                return;
            foreach (MarketChange change in view.TakeChanges())
                subscriber.Take(change);
            string context = $"seed {seed}, sequence {output.Sequence}\n";
            Assert.Equal(context + ContentText.Books(view), context + subscriber.Books(view));
        });
        foreach (MarketChange change in view.TakeChanges())
            subscriber.Take(change);
        Assert.Empty(view.TakeChanges());
        Assert.Equal((true, trades), (trades > 0, subscriber.Trades));
    }

    [Fact]
    public void Statuses_are_kept_and_symbols_that_left_are_forgotten()
    {
        var view = new MarketDataView();
        var statuses = new Dictionary<string, InstrumentStatus>();
        var seen = new HashSet<InstrumentStatus>();
        _ = new RecordedVenue(seed: 125, 3_000, (output, _) =>
        {
            view.Apply(output);
            for (int i = 0; i < output.Events.Count; i++)
            {
                if (output.Events.KindAt(i) != EventKind.MarketUpdated)
                    continue;
                MarketUpdated updated = output.Events.At<MarketUpdated>(i);
                statuses[updated.Symbol] = updated.Status;
                seen.Add(updated.Status);
            }

            foreach ((string symbol, InstrumentStatus status) in statuses)
            {
                bool isGone = status is InstrumentStatus.Deleted or InstrumentStatus.Settled;
                Assert.Equal(isGone ? null : status, view.Snapshot(symbol)?.Status);
            }
        });
        Assert.Contains(InstrumentStatus.Halted, seen);
        Assert.Contains(InstrumentStatus.Deleted, seen);
    }

    [Fact]
    public void The_last_trades_are_kept_oldest_first()
    {
        var view = new MarketDataView(recentTrades: 3);
        var trades = new Dictionary<string, List<long>>();
        _ = new RecordedVenue(seed: 122, Commands, (output, _) =>
        {
            view.Apply(output);
            for (int i = 0; i < output.Events.Count; i++)
            {
                if (output.Events.KindAt(i) != EventKind.Filled)
                    continue;
                Filled fill = output.Events.At<Filled>(i);
                trades.TryAdd(fill.Symbol, []);
                trades[fill.Symbol].Add(fill.TradeId);
            }
        });
        Assert.Contains(trades, pair => pair.Value.Count > 3);
        foreach (string symbol in view.Symbols)
        {
            IReadOnlyList<TradeView> kept = view.Snapshot(symbol)!.Trades;
            Assert.True(kept.Count <= 3);
            long[] expected = [.. trades.GetValueOrDefault(symbol, []).TakeLast(kept.Count)];
            Assert.Equal(expected, kept.Select(trade => trade.TradeId));
        }
    }

    [Fact]
    public void An_outcome_out_of_order_is_refused()
    {
        var view = new MarketDataView();
        int seen = 0;
        _ = new RecordedVenue(seed: 123, 10, (output, _) =>
        {
            if (++seen == 1)
                return;
            string message = Assert.Throws<ArgumentException>(() => view.Apply(output)).Message;
            Assert.Equal($"outcome {output.Sequence} does not follow 0", message);
        });
        Assert.Null(view.Snapshot("BTC-20991231-1-C"));
        Assert.Throws<ArgumentOutOfRangeException>(() => new MarketDataView(-1));
    }

    private static int Count(ApplyOutput output, EventKind kind) =>
        Enumerable.Range(0, output.Events.Count).Count(index => output.Events.KindAt(index) == kind);
}
