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

    private void Grow()
    {
        var ring = new IndexPoint[_ring.Length * 2];
        for (int i = 0; i < Count; i++)
            ring[i] = this[i];
        _ring = ring;
        _head = 0;
    }
}
