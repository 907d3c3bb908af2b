using Hypercall.Engine.Events;

namespace Hypercall.Engine.OrderBook;

/// <summary>A reusable list of level changes.</summary>
internal sealed class LevelChanges
{
    private BookLevel[] _items = new BookLevel[8];
    private int _count;

    public ReadOnlySpan<BookLevel> Items => _items.AsSpan(0, _count);

    public void Add(BookLevel level)
    {
        if (_count == _items.Length)
            Array.Resize(ref _items, _count * 2);
        _items[_count++] = level;
    }

    public void Clear() => _count = 0;
}
