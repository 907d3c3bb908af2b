using Hypercall.Engine.Book;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Domain.Collections;
using Hypercall.Engine.Events;
using Hypercall.Testing.Twin;

namespace Hypercall.Engine.Tests.OrderBook;

public sealed class LimitOrderBookTests
{
    private const int Commands = 2_000;
    private const long Unit = 1_000;
    private readonly OrderStore _store = new();
    private readonly LimitOrderBook _book;
    private readonly LevelLog _levels = new();
    private readonly ReusedList<BookLevel> _changes = new();
    private int _bids;
    private long _lastOrderId;

    public LimitOrderBookTests() => _book = new LimitOrderBook(_store, Unit);

    [Theory]
    [InlineData(11UL)]
    [InlineData(12UL)]
    public void Agrees_with_the_naive_book_where_levels_are_dense(ulong seed) => Run(seed, BookProfile.Dense);

    [Theory]
    [InlineData(21UL)]
    [InlineData(22UL)]
    public void Agrees_with_the_naive_book_where_levels_are_sparse(ulong seed) => Run(seed, BookProfile.Sparse);

    [Theory]
    [InlineData(25UL)]
    [InlineData(26UL)]
    public void Agrees_with_the_naive_book_where_most_levels_are_alone(ulong seed)
    {
        var pair = new BookPair(seed, BookProfile.Lone);
        pair.Fill(3_000);
        for (int command = 0; command < 200; command++)
            pair.RunCommand();
        pair.Empty();
    }

    [Theory]
    [InlineData(7UL)]
    public void Sixty_thousand_lone_levels_are_built_published_and_taken_down_in_n_log_n_steps(ulong seed)
    {
        const int Levels = 60_000;
        var random = new SeededRandom(seed);
        var slots = new List<int>();
        foreach (long place in Shuffled(random, Levels))
            slots.Add(Add(Side.Sell, (1 + place * 64) * Unit, 1));
        Collect();
        Assert.Equal(Levels, Asks.Length);
        foreach (int slot in slots)
            Take(slot);
        Collect();
        Assert.Equal(Levels, Asks.Length);
        for (int i = 1; i < Levels; i++)
            Assert.True(Asks[i - 1].Price < Asks[i].Price);

        // Two sorts and a chunk's move per level that comes or goes; the square would be 3,600,000,000.
        Assert.InRange(_book.Moved + _levels.Comparisons, Levels, Levels * 1_000L);
    }

    [Theory]
    [InlineData(31UL)]
    [InlineData(32UL)]
    [InlineData(33UL)]
    public void Agrees_with_the_naive_book_where_levels_come_and_go(ulong seed) => Run(seed, BookProfile.Thin);

    [Theory]
    [InlineData(41UL)]
    [InlineData(42UL)]
    [InlineData(43UL)]
    public void Agrees_with_the_naive_book_where_prices_refine_the_unit(ulong seed) => Run(seed, BookProfile.OffUnit);

    [Fact]
    public void No_level_waits_for_all_others_to_be_copied()
    {
        const int Levels = 20_000;
        const int MostBytes = 9 * 1024 * 1024;
        long most = 0;
        for (long place = 0; place < Levels; place++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            Add(Side.Buy, (1 + place * 64) * Unit, 1);
            Collect();
            most = Math.Max(most, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.InRange(most, 1, MostBytes);
        BookSide bids = _book.Half(Side.Buy);
        long expected = Levels;
        for (int level = bids.Best; level >= 0; level = bids.NextWorse(level))
            Assert.Equal((1 + --expected * 64) * Unit, _store.Node(bids[level].Head).PriceUnits);
        Assert.Equal(0, expected);
    }

    [Fact]
    public void A_level_that_is_taken_and_restored_within_a_command_is_no_change()
    {
        int slot = Add(Side.Sell, 50 * Unit, 7);
        Collect();

        Remove(slot);
        Note(slot, 7, _book.Reattach(slot));

        Collect();
        Assert.True(Asks.IsEmpty);
        Assert.True(Bids.IsEmpty);
    }

    [Fact]
    public void A_level_whose_page_moved_within_a_command_is_published_once()
    {
        int far = Add(Side.Sell, 5_000 * Unit, 1);
        int near = Add(Side.Sell, 50 * Unit, 2);
        Collect();

        // Both pages are freed, then taken by the other one's price.
        Take(near);
        Take(far);
        Add(Side.Sell, 50 * Unit, 3);
        Add(Side.Sell, 5_000 * Unit, 4);
        Collect();

        Assert.Equal(2, Asks.Length);
        Assert.Equal((50 * Unit, 3L), (Asks[0].Price.Units, Asks[0].Size.Units));
        Assert.Equal((5_000 * Unit, 4L), (Asks[1].Price.Units, Asks[1].Size.Units));
    }

    [Fact]
    public void A_finer_price_keeps_queues_and_earlier_touches()
    {
        int first = Add(Side.Buy, 9 * Unit, 5);
        int second = Add(Side.Buy, 9 * Unit, 6);
        Collect();

        Note(first, -1, _book.Fill(ref _store.Change(first), 1));
        Add(Side.Buy, 8 * Unit + 1, 2);
        Collect();

        Assert.Equal(2, Bids.Length);
        Assert.Equal((9 * Unit, 10L), (Bids[0].Price.Units, Bids[0].Size.Units));
        Assert.Equal((8 * Unit + 1, 2L), (Bids[1].Price.Units, Bids[1].Size.Units));
        Assert.Equal(first, _book.BestOrder(Side.Buy));
        Assert.Equal(second, _book.NextOrder(first));
    }

    [Theory]
    [InlineData(1L)]
    [InlineData(3L)]
    [InlineData(1_000_000_007L)]
    [InlineData(100_000_000_000_000_000L)]
    public void Any_unit_finds_the_level_of_a_price(long unit)
    {
        var book = new LimitOrderBook(_store, unit);
        long greatest = 100_000_000_000_000_000L / unit * unit;
        foreach (long price in new[] { unit, greatest })
        {
            ref OrderNode order = ref _store.Add(
                new OrderNode { OrderId = ++_lastOrderId, PriceUnits = price, RemainingUnits = 4 }, out int slot);
            book.Add(slot, ref order);
            Assert.Equal(-price / unit, book.Half(Side.Buy).KeyOf(_store.Node(slot).Level));
            Assert.Equal(price, book.BestPriceUnits(Side.Buy));
        }
    }

    private static long[] Shuffled(SeededRandom random, int count)
    {
        long[] numbers = [.. Enumerable.Range(0, count).Select(static number => (long)number)];
        for (int i = count - 1; i > 0; i--)
        {
            long other = random.Below(i + 1);
            (numbers[i], numbers[other]) = (numbers[other], numbers[i]);
        }

        return numbers;
    }

    private static void Run(ulong seed, BookProfile profile)
    {
        var pair = new BookPair(seed, profile);
        for (int command = 0; command < Commands; command++)
        {
            Exception? failure = Record.Exception(pair.RunCommand);
            Demand.That(failure is null, $"seed {seed}, command {command}: {failure}");
        }
    }

    private int Add(Side side, long priceUnits, long units)
    {
        var node = new OrderNode
        {
            OrderId = ++_lastOrderId, PriceUnits = priceUnits, RemainingUnits = units, Side = side,
        };
        ref OrderNode added = ref _store.Add(node, out int slot);
        Note(slot, units, _book.Add(slot, ref added));
        return slot;
    }

    private void Take(int slot)
    {
        Remove(slot);
        _store.Release(slot, ref _store.Change(slot));
    }

    private ReadOnlySpan<BookLevel> Bids => _changes.Items[.._bids];

    private ReadOnlySpan<BookLevel> Asks => _changes.Items[_bids..];

    private void Collect()
    {
        _changes.Clear();
        _bids = _levels.Collect(0, _changes);
        _levels.Clear();
    }

    private void Remove(int slot)
    {
        ref OrderNode node = ref _store.Change(slot);
        Note(slot, -node.RemainingUnits, _book.Remove(ref node));
    }

    private void Note(int slot, long units, long levelUnits) =>
        _levels.Note(0, _store.Node(slot), units, levelUnits);
}
