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
    /// Appends the levels whose sum differs from before the first touch since the last call, best first, and forgets
    /// the touches.
    /// </summary>
    public void CollectChanges(LevelChanges bids, LevelChanges asks)
    {
        // Most commands touch one level; it is still where it was touched, as nothing else was added since.
        if (_touchedCount == 1)
        {
            ref TouchedLevel only = ref _touched[0];
            Collect(only, Half(only.Side)[only.Level].QuantityUnits, bids, asks);
        }
        else
        {
            CollectMany(bids, asks);
        }

        _touchedCount = 0;
        _stamp = unchecked(_stamp + 1);
        if (_stamp == 0)
            _stamp = 1;
    }

    private void CollectMany(LevelChanges bids, LevelChanges asks)
    {
        Span<TouchedLevel> touched = _touched.AsSpan(0, _touchedCount);
        if (touched.Length <= MostInserted)
            SortByInsertion(touched);
        else
            touched.Sort(_touchedOrder.Comparison);
        for (int i = 0; i < touched.Length; i++)
        {
            ref TouchedLevel entry = ref touched[i];
            // A level that went with its page and came back is there twice; the first one knows how it was.
            if (i > 0 && touched[i - 1].PriceUnits == entry.PriceUnits && touched[i - 1].Side == entry.Side)
                continue;
            BookSide half = Half(entry.Side);
            int level = half.Find(KeyOf(entry.Side, entry.PriceUnits));
            Collect(entry, level < 0 ? 0 : half[level].QuantityUnits, bids, asks);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Collect(in TouchedLevel touched, long quantityNow, LevelChanges bids, LevelChanges asks)
    {
        if (quantityNow == touched.QuantityBefore)
            return;
        LevelChanges changes = touched.Side == Side.Buy ? bids : asks;
        changes.Add(new BookLevel(new Price(touched.PriceUnits), new Quantity(quantityNow)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Touch(in OrderNode node, int index, ref PriceLevel level)
    {
        if (level.TouchedStamp == _stamp)
            return;
        level.TouchedStamp = _stamp;
        if (_touchedCount == _touched.Length)
            Array.Resize(ref _touched, _touchedCount * 2);
        ref TouchedLevel entry = ref _touched[_touchedCount];
        entry.PriceUnits = node.PriceUnits;
        entry.QuantityBefore = level.QuantityUnits;
        entry.Level = index;
        entry.Rank = _touchedCount;
        entry.Side = node.Side;
        unchecked
        {
            _touchedCount++;
        }
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

    private static bool IsBefore(in TouchedLevel one, in TouchedLevel other) =>
        one.Side != other.Side
            ? one.Side < other.Side
            : one.Side == Side.Buy ? one.PriceUnits > other.PriceUnits : one.PriceUnits < other.PriceUnits;
}
