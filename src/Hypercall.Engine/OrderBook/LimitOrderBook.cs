using System.Runtime.CompilerServices;
using Hypercall.Engine.Commands;
using Hypercall.Engine.Events;
using Hypercall.Engine.Numerics;
using Hypercall.Engine.State;

namespace Hypercall.Engine.OrderBook;

/// <summary>
/// The price-time priority book of one instrument over the engine's <see cref="OrderStore"/>. It is told what to do
/// one maker at a time and remembers which levels changed, so that the caller can publish the differences after each
/// command. It decides nothing: prices, self trades and accounts are the engine's business.
/// </summary>
internal sealed class LimitOrderBook
{
    private readonly OrderStore _store;
    private readonly BookSide _bids = new();
    private readonly BookSide _asks = new();
    private TouchedLevel[] _touched = new TouchedLevel[4];
    private int _touchedCount;
    private int _stamp = 1;
    private long _priceUnit;

    private readonly record struct TouchedLevel(Side Side, long Key, long QuantityBefore);

    /// <param name="store">The engine's orders.</param>
    /// <param name="priceUnit">
    /// What every price is expected to be a multiple of (the tick). A price that is not refines the unit.
    /// </param>
    public LimitOrderBook(OrderStore store, long priceUnit)
    {
        _store = store;
        _priceUnit = Math.Max(1, priceUnit);
    }

    /// <summary>True when nothing rests.</summary>
    public bool IsEmpty => _bids.LevelCount == 0 && _asks.LevelCount == 0;

    /// <summary>True when a level may differ from what was last collected.</summary>
    public bool HasTouchedLevels => _touchedCount > 0;

    /// <summary>Slot of the first order at the best level, or -1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int BestOrder(Side side)
    {
        BookSide half = Half(side);
        int best = half.Best;
        return best < 0 ? -1 : half[best].Head;
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
        ref OrderNode node = ref _store.Node(slot);
        if (node.Next >= 0)
            return node.Next;
        BookSide half = Half(node.Side);
        int level = half.NextWorse(node.Level);
        return level < 0 ? -1 : half[level].Head;
    }

    /// <summary>Puts an order at the end of its level's queue.</summary>
    public void Add(int slot)
    {
        ref OrderNode node = ref _store.Node(slot);
        BookSide half = Half(node.Side);
        int index = half.GetOrAdd(KeyOf(node.Side, node.PriceUnits));
        ref PriceLevel level = ref half[index];
        Touch(node.Side, half, index, ref level);
        node.Level = index;
        node.Next = -1;
        node.Previous = level.Tail;
        if (level.Tail >= 0)
            _store.Node(level.Tail).Next = slot;
        else
            level.Head = slot;
        level.Tail = slot;
        level.Count++;
        level.QuantityUnits += node.RemainingUnits;
    }

    /// <summary>Takes <paramref name="units"/> off an order's remaining quantity; it keeps its place.</summary>
    public void Reduce(int slot, long units)
    {
        ref OrderNode node = ref _store.Node(slot);
        BookSide half = Half(node.Side);
        ref PriceLevel level = ref half[node.Level];
        Touch(node.Side, half, node.Level, ref level);
        node.RemainingUnits -= units;
        level.QuantityUnits -= units;
    }

    /// <summary>Takes an order out of its level. Its links stay as they were, for <see cref="Reattach"/>.</summary>
    public void Remove(int slot)
    {
        ref OrderNode node = ref _store.Node(slot);
        BookSide half = Half(node.Side);
        ref PriceLevel level = ref half[node.Level];
        Touch(node.Side, half, node.Level, ref level);
        level.QuantityUnits -= node.RemainingUnits;
        if (node.Previous >= 0)
            _store.Node(node.Previous).Next = node.Next;
        else
            level.Head = node.Next;
        if (node.Next >= 0)
            _store.Node(node.Next).Previous = node.Previous;
        else
            level.Tail = node.Previous;
        if (--level.Count == 0)
        {
            Invariant(level.QuantityUnits == 0, "an empty level has a quantity");
            half.Remove(node.Level);
        }

        node.Level = -1;
    }

    /// <summary>
    /// Fills <paramref name="units"/> of the first order of a side; it leaves its level when nothing remains.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Fill(int slot, long units)
    {
        if (_store.Node(slot).RemainingUnits == units)
        {
            Remove(slot);
            _store.Node(slot).RemainingUnits = 0;
        }
        else
        {
            Reduce(slot, units);
        }
    }

    /// <summary>Undoes the last <see cref="Remove"/>; nothing else may have touched the book in between.</summary>
    public void Reattach(int slot)
    {
        ref OrderNode node = ref _store.Node(slot);
        BookSide half = Half(node.Side);
        int index = half.GetOrAdd(KeyOf(node.Side, node.PriceUnits));
        ref PriceLevel level = ref half[index];
        Touch(node.Side, half, index, ref level);
        node.Level = index;
        if (node.Previous >= 0)
            _store.Node(node.Previous).Next = slot;
        else
            level.Head = slot;
        if (node.Next >= 0)
            _store.Node(node.Next).Previous = slot;
        else
            level.Tail = slot;
        level.Count++;
        level.QuantityUnits += node.RemainingUnits;
    }

    /// <summary>
    /// Appends the levels whose sum differs from before the first touch since the last call, best first, and forgets
    /// the touches.
    /// </summary>
    public void CollectChanges(LevelChanges bids, LevelChanges asks)
    {
        Span<TouchedLevel> touched = _touched.AsSpan(0, _touchedCount);
        SortBestFirst(touched);
        for (int i = 0; i < touched.Length; i++)
        {
            TouchedLevel entry = touched[i];
            if (i > 0 && touched[i - 1].Key == entry.Key && touched[i - 1].Side == entry.Side)
                continue;
            BookSide half = Half(entry.Side);
            int index = half.Find(entry.Key);
            long now = index < 0 ? 0 : half[index].QuantityUnits;
            if (now == entry.QuantityBefore)
                continue;
            LevelChanges changes = entry.Side == Side.Buy ? bids : asks;
            changes.Add(new BookLevel(new Price(PriceOf(entry.Side, entry.Key)), new Quantity(now)));
        }

        _touchedCount = 0;
        _stamp = unchecked(_stamp + 1);
        if (_stamp == 0)
            _stamp = 1;
    }

    /// <summary>Checks the ends of the book: they do not cross and a level is there exactly when it has orders.</summary>
    /// <exception cref="EngineInvariantException">They do.</exception>
    public void CheckTop()
    {
        int bid = BestOrder(Side.Buy);
        int ask = BestOrder(Side.Sell);
        Invariant(
            bid < 0 || ask < 0 || _store.Node(bid).PriceUnits < _store.Node(ask).PriceUnits, "the book is crossed");
        CheckBestLevel(_bids);
        CheckBestLevel(_asks);
    }

    /// <summary>Levels of a side from best to worst: index of the best one, then of each next.</summary>
    public BookSide Half(Side side) => side == Side.Buy ? _bids : _asks;

    private static void CheckBestLevel(BookSide half)
    {
        if (half.Best < 0)
            return;
        ref PriceLevel level = ref half[half.Best];
        Invariant(level.Count > 0 && level.QuantityUnits > 0 && level.Head >= 0, "the best level is empty");
    }

    private static void Invariant(bool holds, string message)
    {
        if (!holds)
            throw new EngineInvariantException(message);
    }

    private long KeyOf(Side side, long priceUnits)
    {
        (long key, long rest) = Math.DivRem(priceUnits, _priceUnit);
        if (rest != 0)
        {
            RefineUnit(priceUnits);
            key = priceUnits / _priceUnit;
        }

        return side == Side.Buy ? -key : key;
    }

    private long PriceOf(Side side, long key) => (side == Side.Buy ? -key : key) * _priceUnit;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Touch(Side side, BookSide half, int index, ref PriceLevel level)
    {
        if (level.TouchedStamp == _stamp)
            return;
        level.TouchedStamp = _stamp;
        if (_touchedCount == _touched.Length)
            Array.Resize(ref _touched, _touchedCount * 2);
        _touched[_touchedCount++] = new TouchedLevel(side, half.KeyOf(index), level.QuantityUnits);
    }

    /// <summary>Stable insertion sort by side, then key: few entries, mostly in order.</summary>
    private static void SortBestFirst(Span<TouchedLevel> touched)
    {
        for (int i = 1; i < touched.Length; i++)
        {
            TouchedLevel entry = touched[i];
            int j = i - 1;
            while (j >= 0 && (touched[j].Side > entry.Side || (touched[j].Side == entry.Side && touched[j].Key > entry.Key)))
            {
                touched[j + 1] = touched[j];
                j--;
            }

            touched[j + 1] = entry;
        }
    }

    /// <summary>
    /// Rebuilds the levels for a finer price unit: after a change of the tick rules, open orders keep prices that the
    /// new tick does not divide.
    /// </summary>
    private void RefineUnit(long priceUnits)
    {
        long unit = GreatestCommonDivisor(_priceUnit, priceUnits);
        long factor = _priceUnit / unit;
        _priceUnit = unit;
        for (int i = 0; i < _touchedCount; i++)
            _touched[i] = _touched[i] with { Key = _touched[i].Key * factor };
        _bids.Spread(factor, _store);
        _asks.Spread(factor, _store);
    }

    private static long GreatestCommonDivisor(long a, long b)
    {
        while (b != 0)
            (a, b) = (b, a % b);
        return a;
    }
}
