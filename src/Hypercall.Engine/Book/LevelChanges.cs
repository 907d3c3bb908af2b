using System.Runtime.CompilerServices;
using Hypercall.Engine.Events;

namespace Hypercall.Engine.Book;

/// <summary>A reusable list of level changes.</summary>
internal sealed class LevelChanges
{
    private BookLevel[] _items = new BookLevel[8];
    private int _count;

    public int Count => _count;

    public ReadOnlySpan<BookLevel> Items => _items.AsSpan(0, _count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(BookLevel level)
    {
        BookLevel[] items = _items;
        int count = _count;
        if (unchecked((uint)count < (uint)items.Length))
        {
            items[count] = level;
            _count = unchecked(count + 1);
        }
        else
        {
            AddGrowing(level);
        }
    }

    public void Clear() => _count = 0;

    private void AddGrowing(BookLevel level)
    {
        Array.Resize(ref _items, _count * 2);
        _items[_count++] = level;
    }
}
