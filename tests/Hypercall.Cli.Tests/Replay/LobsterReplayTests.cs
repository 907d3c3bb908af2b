using Hypercall.Cli.Inputs;
using Hypercall.Cli.Inputs.Lobster;
using Hypercall.Cli.Replay;
using Hypercall.Engine.Events;

namespace Hypercall.Cli.Tests.Replay;

/// <summary>The recorded hour of NASDAQ messages through the durable node, against the recorded best prices.</summary>
public sealed class LobsterReplayTests
{
    private const long PriceUnits = Price.UnitsPerUsdc / 10_000;

    [SharedDataFact]
    public async Task The_recorded_hour_gives_the_recorded_best_prices_and_fills()
    {
        using var folder = new TemporaryFolder();
        string path = SharedData.PathOf("lobster/message.csv.gz");
        var fills = new List<(long Sequence, long Price, long Size)>();
        var tops = new List<BookTop> { default };
        var tally = new ReplayTally();
        var book = new TopOfBook();
        await using (ReplayRun run = await ReplayRun.StartAsync(ReplayInput.Open(path, "lobster"), folder["journal"]))
        {
            run.Feed(output =>
            {
                tally.Count(output);
                Assert.Equal(tops.Count, output.Sequence);
                tops.Add(book.Follow(output, fills));
            });
        }

        Assert.Equal(0, tally.Rejected);
        (long[] lastSequence, Dictionary<long, long> executionPrices) = ReadMessages(path);
        Assert.Equal(4_043, fills.Count);
        Assert.All(fills, fill => Assert.Equal(executionPrices[fill.Sequence], fill.Price));
        Assert.True(CountEqualRows(tops, lastSequence) >= 91_906);
    }

    /// <summary>The last command of each message, and for executions the recorded price.</summary>
    private static (long[] LastSequence, Dictionary<long, long> ExecutionPrices) ReadMessages(string path)
    {
        var lastOfRow = new SortedDictionary<long, long>();
        long sequence = 0;
        foreach (InputCommand command in LobsterTranslator.Beside(path).Read())
            lastOfRow[command.Row] = ++sequence;

        var lastSequence = new List<long> { lastOfRow[0] };
        var prices = new Dictionary<long, long>();
        foreach ((long row, string line) in InputFile.ReadLines(path))
        {
            bool translated = lastOfRow.TryGetValue(row, out long last);
            lastSequence.Add(translated ? last : lastSequence[^1]);
            LobsterMessage message = LobsterMessage.Parse(line, out _)!.Value;
            if (translated && message.Type == LobsterMessageType.VisibleExecution)
                prices.Add(last, message.Price);
        }

        return (lastSequence.ToArray(), prices);
    }

    private static int CountEqualRows(List<BookTop> tops, long[] lastSequence)
    {
        int equal = 0;
        foreach ((long row, string line) in InputFile.ReadLines(SharedData.PathOf("lobster/bbo.csv.gz")))
        {
            BookTop top = tops[(int)lastSequence[row]];
            if (line == $"{top.AskPrice},{top.AskSize},{top.BidPrice},{top.BidSize}")
                equal++;
        }

        return equal;
    }

    private readonly record struct BookTop(long AskPrice, long AskSize, long BidPrice, long BidSize);

    /// <summary>Folds the published level changes into a book, as a market-data client does.</summary>
    private sealed class TopOfBook
    {
        private readonly SortedDictionary<long, long> _bids =
            new(Comparer<long>.Create((left, right) => right.CompareTo(left)));

        private readonly SortedDictionary<long, long> _asks = [];

        public BookTop Follow(ApplyOutput output, List<(long Sequence, long Price, long Size)> fills)
        {
            EventBuffer events = output.Events;
            for (int i = 0; i < events.Count; i++)
            {
                if (events.KindAt(i) == EventKind.Filled)
                {
                    Filled fill = events.At<Filled>(i);
                    fills.Add((output.Sequence, fill.Price.Units / PriceUnits, fill.Size.Units));
                }
                else if (events.KindAt(i) == EventKind.BookChanged)
                {
                    Fold(_bids, events.Bids(events.At<BookChanged>(i)));
                    Fold(_asks, events.Asks(events.At<BookChanged>(i)));
                }
            }

            (long askPrice, long askSize) = Best(_asks);
            (long bidPrice, long bidSize) = Best(_bids);
            return new BookTop(askPrice, askSize, bidPrice, bidSize);
        }

        private static void Fold(SortedDictionary<long, long> side, ReadOnlySpan<BookLevel> levels)
        {
            foreach (BookLevel level in levels)
            {
                long price = level.Price.Units / PriceUnits;
                if (level.Size.Units == 0)
                    side.Remove(price);
                else
                    side[price] = level.Size.Units / Quantity.UnitsPerContract;
            }
        }

        private static (long Price, long Size) Best(SortedDictionary<long, long> levels)
        {
            KeyValuePair<long, long> best = levels.FirstOrDefault();
            return (best.Key, best.Value);
        }
    }
}
