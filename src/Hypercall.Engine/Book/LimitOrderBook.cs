using static Hypercall.Engine.Domain.EngineInvariantException;

namespace Hypercall.Engine.Book;

/// <summary>
/// The price-time priority book of one instrument over the engine's <see cref="OrderStore"/>. It is told what to do
/// one maker at a time and decides nothing: prices, self trades and accounts are the engine's business, and so is which
/// levels have changed (<see cref="LevelLog"/>).
/// </summary>
internal sealed class LimitOrderBook
{
    private readonly OrderStore _store;
    private readonly BookSide[] _sides = [new(), new()];
    private long _priceUnit;

    /// <summary>Two to the 63rd divided by the unit, rounded up.</summary>
    private ulong _reciprocal;

    /// <param name="store">The engine's orders.</param>
    /// <param name="priceUnit">
    /// What every price is expected to be a multiple of (the tick). A price that is not refines the unit.
    /// </param>
    public LimitOrderBook(OrderStore store, long priceUnit)
    {
        _store = store;
        SetPriceUnit(Math.Max(1, priceUnit));
    }

    /// <summary>True when nothing rests.</summary>
    public bool IsEmpty => Half(Side.Buy).IsEmpty && Half(Side.Sell).IsEmpty;

    /// <summary>Pages of levels that were moved to keep all in order, since ever.</summary>
    public long Moved => Half(Side.Buy).Moved + Half(Side.Sell).Moved;

    /// <summary>Slot of the first order at the best level, or -1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int BestOrder(Side side)
    {
        BookSide half = Half(side);
        int best = half.Best;
        return best < 0 ? -1 : half[best].Head;
    }

    /// <summary>
    /// Slot of the first order at the best level of a side, if who takes it at a limit trades with it, or -1.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int BestOrderWithin(Side side, long limitUnits)
    {
        BookSide half = Half(side);
        int best = half.Best;
        if (best < 0)
            return -1;
        ref PriceLevel level = ref half[best];
        long sign = SignOf(side);
        return unchecked(level.PriceUnits * sign <= limitUnits * sign) ? level.Head : -1;
    }

    /// <summary>Best price in units, or null.</summary>
    public long? BestPriceUnits(Side side)
    {
        int slot = BestOrder(side);
        return slot < 0 ? null : _store.Node(slot).PriceUnits;
    }

    /// <summary>The order that would be matched after the one in <paramref name="slot"/>, or -1.</summary>
    public int NextOrder(int slot)
    {
        ref OrderNode node = ref _store.Change(slot);
        if (node.Next != OrderStore.SpareSlot)
            return node.Next;
        BookSide half = Half(node.Side);
        int level = half.NextWorse(node.Level);
        return level < 0 ? -1 : half[level].Head;
    }

    /// <summary>Puts the order in a slot at the end of its level's queue.</summary>
    /// <returns>The sum of the level then, as from all that change it.</returns>
    public long Add(int slot, ref OrderNode node)
    {
        BookSide half = Half(node.Side);
        ref PriceLevel level = ref half.GetOrAdd(KeyOf(node.Side, node.PriceUnits), out int index);
        int tail = level.Tail;
        level.PriceUnits = node.PriceUnits;
        node.Level = index;
        node.Next = OrderStore.SpareSlot;
        node.Previous = tail;
        _store.Change(tail).Next = slot;
        level.Head |= slot & BookSide.MaskOf(tail);
        level.Tail = slot;
        unchecked
        {
            level.Count++;
        }

        return level.QuantityUnits += node.RemainingUnits;
    }

    /// <summary>Takes an order out of its level. Its links stay as they were, for <see cref="Reattach"/>.</summary>
    public long Remove(ref OrderNode node)
    {
        BookSide half = Half(node.Side);
        ref PriceLevel level = ref half[node.Level];
        long rest = level.QuantityUnits - node.RemainingUnits;
        level.QuantityUnits = rest;
        Unlink(ref node, half, ref level);
        return rest;
    }

    /// <summary>
    /// Takes <paramref name="units"/> off an order's remaining quantity; it keeps its place until nothing remains.
    /// </summary>
    public long Fill(ref OrderNode node, long units)
    {
        BookSide half = Half(node.Side);
        ref PriceLevel level = ref half[node.Level];
        node.RemainingUnits -= units;
        long rest = level.QuantityUnits - units;
        level.QuantityUnits = rest;
        if (node.RemainingUnits == 0)
            Unlink(ref node, half, ref level);
        return rest;
    }

    /// <summary>
    /// Undoes the last <see cref="Remove"/>; nothing else may have touched the book in between.
    /// </summary>
    public long Reattach(int slot)
    {
        ref OrderNode node = ref _store.Change(slot);
        BookSide half = Half(node.Side);
        ref PriceLevel level = ref half.GetOrAdd(KeyOf(node.Side, node.PriceUnits), out int index);
        level.PriceUnits = node.PriceUnits;
        node.Level = index;
        _store.Change(node.Previous).Next = slot;
        _store.Change(node.Next).Previous = slot;
        if (node.Previous == OrderStore.SpareSlot)
            level.Head = slot;
        if (node.Next == OrderStore.SpareSlot)
            level.Tail = slot;
        level.Count++;
        return level.QuantityUnits += node.RemainingUnits;
    }

    /// <summary>
    /// Checks the ends of the book: they do not cross and a level is there exactly when it has orders.
    /// </summary>
    /// <exception cref="EngineInvariantException">They do.</exception>
    public void CheckTop()
    {
        long bid = CheckedBestUnits(Half(Side.Buy), ifNone: long.MinValue);
        Require(bid < CheckedBestUnits(Half(Side.Sell), ifNone: long.MaxValue), "the book is crossed");
    }

    /// <summary>Levels of a side from best to worst: index of the best one, then of each next.</summary>
    public BookSide Half(Side side) => _sides[(int)side];

    private static long CheckedBestUnits(BookSide half, long ifNone)
    {
        int best = half.Best;
        if (best < 0)
            return ifNone;
        ref PriceLevel level = ref half[best];
        bool hasOrders = level.Count > 0 && level.Head != OrderStore.SpareSlot;
        Require(hasOrders && level.QuantityUnits > 0, "the best level is empty");
        return level.PriceUnits;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private long KeyOf(Side side, long priceUnits)
    {
        // Exact for every multiple of the unit below 2^63, so whatever does not multiply back is none.
        long key = unchecked((long)Math.BigMul((ulong)priceUnits * 2, _reciprocal, out _));
        if (unchecked(key * _priceUnit) != priceUnits)
            key = DivideByUnit(priceUnits);
        return unchecked(key * SignOf(side));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private long DivideByUnit(long priceUnits)
    {
        if (priceUnits % _priceUnit != 0)
            RefineUnit(priceUnits);
        return priceUnits / _priceUnit;
    }

    /// <summary>-1 for bids, 1 for asks; sides come at random, so that a branch would often be mispredicted.</summary>
    private static long SignOf(Side side) => unchecked((int)side * 2 - 1);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Unlink(ref OrderNode node, BookSide half, ref PriceLevel level)
    {
        int next = node.Next;
        int previous = node.Previous;
        _store.Change(previous).Next = next;
        _store.Change(next).Previous = previous;
        int isFirst = BookSide.MaskOf(previous);
        int isLast = BookSide.MaskOf(next);
        level.Head = (level.Head & ~isFirst) | (next & isFirst);
        level.Tail = (level.Tail & ~isLast) | (previous & isLast);
        int count = unchecked(level.Count - 1);
        level.Count = count;
        Require((level.QuantityUnits & BookSide.MaskOf(count)) == 0, "an empty level has a quantity");
        half.Leave(node.Level, count);
        node.Level = -1;
    }

    /// <summary>
    /// Rebuilds the levels for a finer price unit: after a change of the tick rules, open orders keep prices that the
    /// new tick does not divide.
    /// </summary>
    private void RefineUnit(long priceUnits)
    {
        long unit = Rounding.GreatestCommonDivisor(_priceUnit, priceUnits);
        long factor = _priceUnit / unit;
        SetPriceUnit(unit);
        foreach (BookSide half in _sides)
            half.Spread(factor, _store);
    }

    private void SetPriceUnit(long unit)
    {
        _priceUnit = unit;
        _reciprocal = ((1UL << 63) - 1) / (ulong)unit + 1;
    }
}
