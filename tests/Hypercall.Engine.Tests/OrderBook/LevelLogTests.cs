using Hypercall.Engine.Book;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Domain.Collections;
using Hypercall.Engine.Events;
using Hypercall.Testing.Twin;

namespace Hypercall.Engine.Tests.OrderBook;

public sealed class LevelLogTests
{
    private const int Books = 5;
    private readonly LevelLog _log = new();
    private readonly ReusedList<BookLevel> _changes = new();

    /// <summary>More notes than the log has room for at first, and fewer, of a few levels of each book.</summary>
    [Theory]
    [InlineData(1UL, 3)]
    [InlineData(2UL, 12)]
    [InlineData(3UL, 63)]
    [InlineData(4UL, 65)]
    [InlineData(5UL, 2_000)]
    public void Tells_each_level_with_another_sum_once_best_first_book_by_book(ulong seed, int notes)
    {
        var random = new SeededRandom(seed);
        var sums = new Dictionary<(int Book, Side Side, long Price), long>();
        for (int command = 0; command < 50; command++)
        {
            var before = new Dictionary<(int, Side, long), long>(sums);
            for (int i = 0; i < notes; i++)
                Note(random, sums);
            for (int book = Books - 1; book >= 0; book--)
                AssertChanges(book, before, sums);
            _log.Clear();
        }
    }

    [Fact]
    public void Tells_nothing_of_a_book_of_which_nothing_was_noted()
    {
        Assert.Equal(0, _log.Collect(3, _changes));
        Assert.Equal(0, _changes.Count);
        _log.Note(3, new OrderNode { PriceUnits = 7 }, 2, 2);
        Assert.Equal(0, _log.Collect(2, _changes));
        Assert.Equal(0, _changes.Count);
        _log.Clear();
        Assert.Equal(0, _log.Collect(3, _changes));
        Assert.Equal(0, _changes.Count);
    }

    private void Note(SeededRandom random, Dictionary<(int Book, Side Side, long Price), long> sums)
    {
        (int Book, Side Side, long Price) level =
            ((int)random.Below(Books), random.Any<Side>(), random.Between(1, 9));
        long sum = sums.GetValueOrDefault(level);
        long units = random.PerMille(300) ? -sum : random.Between(-sum, 2);
        sums[level] = sum + units;
        var order = new OrderNode { PriceUnits = level.Price, Side = level.Side };
        _log.Note(level.Book, order, units, sum + units);
    }

    private void AssertChanges(
        int book,
        Dictionary<(int Book, Side Side, long Price), long> before,
        Dictionary<(int Book, Side Side, long Price), long> after)
    {
        _changes.Clear();
        int bids = _log.Collect(book, _changes);
        foreach (Side side in Enum.GetValues<Side>())
        {
            IEnumerable<(long, long)> expected = after
                .Where(level => level.Key.Book == book && level.Key.Side == side
                    && level.Value != before.GetValueOrDefault(level.Key))
                .OrderBy(level => side == Side.Buy ? -level.Key.Price : level.Key.Price)
                .Select(level => (level.Key.Price, level.Value));
            var told = new List<(long, long)>();
            foreach (BookLevel level in side == Side.Buy ? _changes.Items[..bids] : _changes.Items[bids..])
                told.Add((level.Price.Units, level.Size.Units));
            Assert.Equal(expected, told);
        }
    }
}
