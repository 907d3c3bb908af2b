namespace Hypercall.Engine.State;

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

    /// <summary>Drops all points.</summary>
    public void Clear() => Count = 0;

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
    /// The average of the prices over a window, each weighed by the time that it was in force and young enough, at 8
    /// decimals; time before the first point has no weight (risk.md §A5).
    /// </summary>
    /// <param name="maxAgeMs">How long a price counts, 0: until the next.</param>
    /// <param name="minCoveragePpm">The least part of the window that prices must cover.</param>
    /// <returns>The average, or 0 where too little time has weight.</returns>
    public long AverageUnits(long startMs, long endMs, long maxAgeMs, long minCoveragePpm)
    {
        Int128 sum = 0;
        long weight = 0;
        for (int rank = 0; rank < Count; rank++)
        {
            long from = this[rank].TimestampMs;
            long until = rank + 1 < Count ? Math.Min(this[rank + 1].TimestampMs, endMs) : endMs;
            if (maxAgeMs != 0)
                until = Math.Min(until, from + maxAgeMs);
            long counted = Math.Max(0, until - Math.Max(from, startMs));
            sum += (Int128)this[rank].PriceUnits * counted;
            weight += counted;
        }

        bool isCovered = (Int128)weight * Rounding.PpmUnit >= (Int128)minCoveragePpm * (endMs - startMs);
        return weight == 0 || !isCovered ? 0 : (long)Rounding.Divide(sum, weight);
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
