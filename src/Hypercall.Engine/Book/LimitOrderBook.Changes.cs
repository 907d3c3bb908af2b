using System.Runtime.CompilerServices;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Events;

namespace Hypercall.Engine.Book;

/// <summary>Which levels were touched since the last collection, and what became of them.</summary>
internal sealed partial class LimitOrderBook
{
    /// <summary>So few touched levels, mostly in order, are sorted faster without a comparer.</summary>
    private const int MostInserted = 16;

    private readonly TouchedLevelOrder _touchedOrder = new();
    private TouchedLevel[] _touched = new TouchedLevel[4];
    private int _touchedCount;
    private int _stamp = 1;

    /// <summary>True when a level may differ from what was last collected.</summary>
    public bool HasTouchedLevels => _touchedCount != 0;

    /// <summary>Comparisons and moves of levels and pages that keeping the order has taken, since ever.</summary>
    public long OrderingSteps => _touchedOrder.Comparisons + Half(Side.Buy).Moved + Half(Side.Sell).Moved;

    /// <summary>
    /// Takes the levels whose sum differs from before the first touch since the last call, best first, and forgets the
    /// touches.
    /// </summary>
    public void CollectChanges(BookChanges changes)
    {
        changes.Clear();
        // Most commands touch one level; it is still where it was touched, as nothing else was added since.
        if (_touchedCount == 1)
        {
            ref TouchedLevel only = ref _touched[0];
            Collect(only, Half(only.Side)[only.Level].QuantityUnits, changes);
        }
        else
        {
            CollectMany(changes);
        }

        _touchedCount = 0;
        _stamp = unchecked(_stamp + 1);
        if (_stamp == 0)
            _stamp = 1;
    }

    private void CollectMany(BookChanges changes)
    {
        Span<TouchedLevel> touched = _touched.AsSpan(0, _touchedCount);
        if (!AreInOrder(touched))
            Sort(touched);
        for (int i = 0; i < touched.Length; i++)
        {
            ref TouchedLevel entry = ref touched[i];
            // A level that went with its page and came back is there twice; the first one knows how it was.
            if (i > 0 && IsSame(touched[i - 1], entry))
                continue;
            bool isTwice = i + 1 < touched.Length && IsSame(touched[i + 1], entry);
            Collect(entry, QuantityOf(entry, isTwice), changes);
        }
    }

    /// <summary>What is on a touched level now, which is where it was touched unless its page went.</summary>
    private long QuantityOf(in TouchedLevel touched, bool isTwice)
    {
        BookSide half = Half(touched.Side);
        ref PriceLevel known = ref half[touched.Level];
        if (known.PriceUnits == touched.PriceUnits && !isTwice)
            return known.QuantityUnits;
        int level = half.Find(KeyOf(touched.Side, touched.PriceUnits));
        return level < 0 ? 0 : half[level].QuantityUnits;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Collect(in TouchedLevel touched, long quantityNow, BookChanges changes)
    {
        if (quantityNow != touched.QuantityBefore)
            changes[touched.Side].Add(new BookLevel(new Price(touched.PriceUnits), new Quantity(quantityNow)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Touch(in OrderNode node, int index, ref PriceLevel level)
    {
        int stamp = _stamp;
        if (level.TouchedStamp == stamp)
            return;
        level.TouchedStamp = stamp;
        TouchedLevel[] touched = _touched;
        int count = _touchedCount;
        if (unchecked((uint)count >= (uint)touched.Length))
            touched = GrowTouched();
        ref TouchedLevel entry = ref touched[count];
        entry.PriceUnits = node.PriceUnits;
        entry.QuantityBefore = level.QuantityUnits;
        entry.Level = index;
        entry.Side = node.Side;
        _touchedCount = unchecked(count + 1);
    }

    private TouchedLevel[] GrowTouched()
    {
        Array.Resize(ref _touched, _touchedCount * 2);
        return _touched;
    }

    /// <summary>Whether each side's levels stand together, best first, as a sweep leaves them.</summary>
    private static bool AreInOrder(ReadOnlySpan<TouchedLevel> touched)
    {
        int turns = 0;
        for (int i = 1; i < touched.Length; i++)
        {
            if (touched[i].Side != touched[i - 1].Side)
                turns++;
            else if (IsBefore(touched[i], touched[i - 1]))
                return false;
        }

        return turns <= 1;
    }

    private void Sort(Span<TouchedLevel> touched)
    {
        if (touched.Length <= MostInserted)
        {
            SortByInsertion(touched);
            return;
        }

        for (int i = 0; i < touched.Length; i++)
            touched[i].Rank = i;
        touched.Sort(_touchedOrder.Comparison);
    }

    private static void SortByInsertion(Span<TouchedLevel> touched)
    {
        for (int i = 1; i < touched.Length; i++)
        {
            if (!IsBefore(touched[i], touched[i - 1]))
                continue;
            TouchedLevel entry = touched[i];
            int j = i - 1;
            while (j >= 0 && IsBefore(entry, touched[j]))
            {
                touched[j + 1] = touched[j];
                j--;
            }

            touched[j + 1] = entry;
        }
    }

    private static bool IsBefore(in TouchedLevel one, in TouchedLevel other)
    {
        if (one.Side != other.Side)
            return one.Side < other.Side;
        long sign = SignOf(one.Side);
        return unchecked(one.PriceUnits * sign < other.PriceUnits * sign);
    }

    private static bool IsSame(in TouchedLevel one, in TouchedLevel other) =>
        one.PriceUnits == other.PriceUnits && one.Side == other.Side;
}
