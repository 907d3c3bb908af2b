namespace Hypercall.Engine.Domain.Collections;

/// <summary>
/// A list that every command fills anew: nothing is allocated once it has grown, and to clear it is one store, because
/// what was in it stays behind until it is written over.
/// </summary>
internal sealed class ReusedList<T> : IReusedList
{
    private const int FirstRoom = 8;

    private T[] _items = [];
    private int _count;

    public int Count => _count;

    public Span<T> Items => _items.AsSpan(0, _count);

    public ref T this[int index] => ref _items[index];

    public void Clear() => _count = 0;

    public void Add(T item) => Append() = item;

    /// <summary>Adds an item to be filled in whole by the caller: it holds what was there before.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref T Append()
    {
        T[] items = _items;
        int count = _count;
        if (unchecked((uint)count >= (uint)items.Length))
            return ref Extend(1)[0];
        _count = unchecked(count + 1);
        return ref items[count];
    }

    int IReusedList.AppendOne()
    {
        Append();
        return _count - 1;
    }

    /// <summary>Adds so many items to be filled in by the caller.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public Span<T> Extend(int count)
    {
        int start = _count;
        _count += count;
        if (_count > _items.Length)
            Array.Resize(ref _items, Math.Max(_count, Math.Max(FirstRoom, _items.Length * 2)));
        return _items.AsSpan(start, count);
    }
}

/// <summary>A list of items of whatever type.</summary>
internal interface IReusedList
{
    void Clear();

    /// <summary>Adds an item to be filled in by the caller.</summary>
    /// <returns>Its place.</returns>
    int AppendOne();
}
