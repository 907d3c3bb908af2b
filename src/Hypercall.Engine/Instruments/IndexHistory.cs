using Hypercall.Engine.Numerics;

namespace Hypercall.Engine.Instruments;

/// <summary>An index price from its instant on.</summary>
internal readonly record struct IndexPoint(long TimestampMs, long PriceUnits);

/// <summary>
/// The index prices that a settlement average may still need, oldest first: those in force within the averaging window
/// that would end now. Time enters only as an argument.
/// </summary>
internal sealed class IndexHistory
{
    private IndexPoint[] _ring = new IndexPoint[4];
    private int _head;

    /// <summary>Number of points.</summary>
    public int Count { get; private set; }

    /// <summary>The point at a rank, oldest first.</summary>
    public ref readonly IndexPoint this[int rank] => ref _ring[(_head + rank) & (_ring.Length - 1)];

    /// <summary>Adds a price that holds from now on; one of the same millisecond takes the other's place.</summary>
    public void Add(long nowMs, long priceUnits)
    {
        if (Count > 0 && this[Count - 1].TimestampMs == nowMs)
            Count--;
        if (Count == _ring.Length)
            Grow();
        _ring[(_head + Count) & (_ring.Length - 1)] = new IndexPoint(nowMs, priceUnits);
        Count++;
    }

    /// <summary>Drops what was no longer in force after <paramref name="startMs"/>.</summary>
    public void DropBefore(long startMs)
    {
        while (Count > 1 && this[1].TimestampMs <= startMs)
        {
            _head = (_head + 1) & (_ring.Length - 1);
            Count--;
        }
    }

    /// <summary>
    /// The average of the prices in force at every millisecond of a window, at 8 decimals; time before the first point
    /// has no weight (details.md §Time).
    /// </summary>
    /// <param name="afterMs">Start of the window, exclusive.</param>
    /// <param name="untilMs">End of the window, inclusive.</param>
    /// <returns>The average, or 0 where no time has weight.</returns>
    public long AverageUnits(long afterMs, long untilMs)
    {
        Int128 sum = 0;
        long weight = 0;
        for (int rank = 0; rank < Count; rank++)
        {
            long from = Math.Max(this[rank].TimestampMs, afterMs + 1);
            long to = rank + 1 < Count ? Math.Min(this[rank + 1].TimestampMs - 1, untilMs) : untilMs;
            if (from > to)
                continue;
            sum += (Int128)this[rank].PriceUnits * (to - from + 1);
            weight += to - from + 1;
        }

        return weight == 0 ? 0 : (long)Rounding.Divide(sum, weight);
    }

    private void Grow()
    {
        var ring = new IndexPoint[_ring.Length * 2];
        for (int i = 0; i < Count; i++)
            ring[i] = this[i];
        _ring = ring;
        _head = 0;
    }
}
