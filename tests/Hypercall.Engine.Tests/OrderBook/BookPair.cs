using Hypercall.Engine.Book;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Domain.Collections;
using Hypercall.Engine.Events;
using Hypercall.Testing.Twin;

namespace Hypercall.Engine.Tests.OrderBook;

/// <summary>
/// Drives a <see cref="LimitOrderBook"/> and a <see cref="NaiveBook"/> with the same random operations, as the engine
/// would, and compares them after every command: queue order, levels, and the changes collected.
/// </summary>
internal sealed class BookPair
{
    private readonly SeededRandom _random;
    private readonly BookProfile _profile;
    private readonly OrderStore _store = new(capacity: 2);
    private readonly LimitOrderBook _book;
    private readonly NaiveBook _naive = new();
    private readonly LevelLog _levels = new();
    private readonly ReusedList<BookLevel> _changes = new();
    private int _bids;
    private long _lastOrderId;

    public BookPair(ulong seed, BookProfile profile)
    {
        _random = new SeededRandom(seed);
        _profile = profile;
        _book = new LimitOrderBook(_store, profile.UnitUnits);
    }

    /// <summary>One to eight operations, then everything is compared.</summary>
    public void RunCommand()
    {
        List<(long, long)> bidsBefore = _naive.Levels(Side.Buy);
        List<(long, long)> asksBefore = _naive.Levels(Side.Sell);
        long operations = _random.PerMille(700) ? 1 : _random.Between(2, 8);
        for (long i = 0; i < operations; i++)
            RunOperation();

        Collect();
        Assert.Equal(Difference(bidsBefore, _naive.Levels(Side.Buy), Side.Buy), Changes(_changes.Items[.._bids]));
        Assert.Equal(Difference(asksBefore, _naive.Levels(Side.Sell), Side.Sell), Changes(_changes.Items[_bids..]));
        CompareSide(Side.Buy);
        CompareSide(Side.Sell);
        CompareWhole();
    }

    /// <summary>Places until so many orders rest; what changed is collected with the next command.</summary>
    public void Fill(int orders)
    {
        while (_naive.All.Count < orders)
            Place();
        Collect();
        CompareSide(Side.Buy);
        CompareSide(Side.Sell);
    }

    /// <summary>Cancels everything, in random order.</summary>
    public void Empty()
    {
        while (_naive.All.Count > 0)
            Cancel(_random.PickFrom(_naive.All));
        CompareSide(Side.Buy);
        CompareSide(Side.Sell);
        CompareWhole();
    }

    private void RunOperation()
    {
        long choice = _random.Below(100);
        IReadOnlyList<RestingOrder> open = _naive.All;
        if (open.Count == 0 || choice < (open.Count < _profile.OpenOrders ? 60 : 35))
            Place();
        else if (choice < 80)
            Cancel(_random.PickFrom(open));
        else if (choice < 90)
            Reduce(_random.PickFrom(open));
        else
            RemoveAndReattach(_random.PickFrom(open));
    }

    /// <summary>Matches what crosses, one maker at a time, and rests the remainder.</summary>
    private void Place()
    {
        Side side = _random.Any<Side>();
        long price = NextPrice(side);
        long remaining = _random.Between(1, 60);
        Side opposite = side == Side.Buy ? Side.Sell : Side.Buy;
        while (remaining > 0 && FindMaker(opposite, side, price) is { } maker)
        {
            int slot = _book.BestOrder(opposite);
            Assert.Equal(maker.OrderId, _store.Node(slot).OrderId);
            long units = Math.Min(remaining, maker.RemainingUnits);
            remaining -= units;
            maker.RemainingUnits -= units;
            ref OrderNode node = ref _store.Change(slot);
            long levelUnits = _book.Fill(ref node, units);
            _levels.Note(0, node, -units, levelUnits);
            if (maker.RemainingUnits > 0)
                continue;
            _naive.Remove(maker);
            _store.Release(slot, ref node);
        }

        if (remaining > 0 && _random.PerMille(900))
            Rest(new RestingOrder(NextOrderId(), side, price) { RemainingUnits = remaining });
    }

    private RestingOrder? FindMaker(Side makers, Side taker, long limit)
    {
        RestingOrder? best = _naive.Queue(makers).FirstOrDefault();
        return best is not null && (taker == Side.Buy ? best.PriceUnits <= limit : best.PriceUnits >= limit)
            ? best
            : null;
    }

    private void Rest(RestingOrder order)
    {
        _naive.Add(order);
        OrderNode node = new()
        {
            OrderId = order.OrderId,
            PriceUnits = order.PriceUnits,
            RemainingUnits = order.RemainingUnits,
            Side = order.Side,
        };
        ref OrderNode added = ref _store.Add(node, out int slot);
        long levelUnits = _book.Add(slot, ref added);
        _levels.Note(0, added, added.RemainingUnits, levelUnits);
    }

    private void Cancel(RestingOrder order)
    {
        int slot = SlotOf(order);
        _naive.Remove(order);
        Remove(slot);
        _store.Release(slot, ref _store.Change(slot));
    }

    private void Remove(int slot)
    {
        ref OrderNode node = ref _store.Change(slot);
        long levelUnits = _book.Remove(ref node);
        _levels.Note(0, node, -node.RemainingUnits, levelUnits);
    }

    private void Reduce(RestingOrder order)
    {
        if (order.RemainingUnits == 1)
            return;
        long units = _random.Between(1, order.RemainingUnits - 1);
        order.RemainingUnits -= units;
        ref OrderNode node = ref _store.Change(SlotOf(order));
        long levelUnits = _book.Fill(ref node, units);
        _levels.Note(0, node, -units, levelUnits);
    }

    private void RemoveAndReattach(RestingOrder order)
    {
        int slot = SlotOf(order);
        Remove(slot);
        Assert.Equal(-1, _store.Node(slot).Level);
        long levelUnits = _book.Reattach(slot);
        _levels.Note(0, _store.Node(slot), order.RemainingUnits, levelUnits);
    }

    private long NextPrice(Side side)
    {
        // Two overlapping bands, so that a part of the orders crosses.
        long middle = _profile.MiddleTicks + _random.Between(-2, 2);
        long away = _random.Below(_random.PerMille(1_000 - _profile.FarPerMille) ? Math.Min(8, _profile.DepthTicks) : _profile.DepthTicks);
        long ticks = side == Side.Buy ? middle - away : middle + away;
        long price = ticks * _profile.UnitUnits;
        return _random.PerMille(_profile.OffUnitPerMille) ? price + _random.Below(_profile.UnitUnits) : price;
    }

    private long NextOrderId() => _lastOrderId += _random.PerMille(990) ? _random.Between(1, 3) : 100_000;

    private int SlotOf(RestingOrder order)
    {
        int slot = _store.Find(order.OrderId);
        Demand.That(slot >= 0, $"order {order.OrderId} is not in the store");
        return slot;
    }

    private void Collect()
    {
        _changes.Clear();
        _bids = _levels.Collect(0, _changes);
        _levels.Clear();
    }

    private void CompareSide(Side side)
    {
        var ids = new List<long>();
        for (int slot = _book.BestOrder(side); slot >= 0; slot = _book.NextOrder(slot))
            ids.Add(_store.Node(slot).OrderId);
        Assert.Equal(_naive.Queue(side).Select(order => order.OrderId), ids);

        var levels = new List<(long, long)>();
        BookSide half = _book.Half(side);
        for (int level = half.Best; level >= 0; level = half.NextWorse(level))
            levels.Add((_store.Node(half[level].Head).PriceUnits, half[level].QuantityUnits));

        Assert.Equal(_naive.Levels(side), levels);
        Assert.Equal(levels.Count, half.CountLevels());
        Assert.Equal(_naive.Queue(side).FirstOrDefault()?.PriceUnits, _book.BestPriceUnits(side));
    }

    private void CompareWhole()
    {
        _book.CheckTop();
        Assert.Equal(_naive.All.Count, _store.Count);
        Assert.Equal(_naive.All.Count == 0, _book.IsEmpty);
    }

    private static List<(long, long)> Changes(ReadOnlySpan<BookLevel> changes)
    {
        var result = new List<(long, long)>();
        foreach (BookLevel level in changes)
            result.Add((level.Price.Units, level.Size.Units));
        return result;
    }

    /// <summary>Levels of either list whose sum differs, best first; a level that went has sum 0.</summary>
    private static List<(long, long)> Difference(
        List<(long Price, long Quantity)> before, List<(long Price, long Quantity)> after, Side side)
    {
        var was = before.ToDictionary(level => level.Price, level => level.Quantity);
        var now = after.ToDictionary(level => level.Price, level => level.Quantity);
        IEnumerable<(long, long)> changed = was.Keys.Union(now.Keys)
            .Where(price => was.GetValueOrDefault(price) != now.GetValueOrDefault(price))
            .OrderBy(price => side == Side.Buy ? -price : price)
            .Select(price => (price, now.GetValueOrDefault(price)));
        return [.. changed];
    }
}
