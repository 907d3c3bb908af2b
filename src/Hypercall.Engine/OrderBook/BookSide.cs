using System.Numerics;
using System.Runtime.CompilerServices;

namespace Hypercall.Engine.OrderBook;

/// <summary>
/// One side of a book: price levels ordered from best to worst. A level's key is its price divided by the book's price
/// unit, negated for bids, so that the smallest key is the best on both sides. Levels live in pages of 32 neighbouring
/// keys with one bit per occupied level; the pages are kept sorted, the best one last. Finding a level near others is
/// one subtraction, finding the next best one is one bit scan. A vacant level has quantity and count 0.
/// </summary>
internal sealed class BookSide
{
    private const int PageShift = 5;
    private const int PageSize = 1 << PageShift;
    private const int PageMask = PageSize - 1;

    /// <summary>Key of a page that is not in use; no price comes near it.</summary>
    private const long NoKey = long.MinValue;

    private SortedPage[] _sorted = new SortedPage[2];
    private int _pageCount;

    private PriceLevel[] _levels = [];
    private Page[] _pages = [];
    private int[] _freePages = [];
    private int _freeCount;
    private int _best = -1;
    private int _levelCount;

    /// <summary>A page among the sorted ones, where searches look.</summary>
    private struct SortedPage
    {
        public long Key;
        public int Page;
    }

    private struct Page
    {
        public long Key;
        public uint Occupied;
    }

    /// <summary>Number of occupied levels.</summary>
    public int LevelCount => _levelCount;

    /// <summary>Index of the best level, or -1 when the side is empty.</summary>
    public int Best => _best;

    /// <summary>The level at an index; the reference holds until a level is added.</summary>
    public ref PriceLevel this[int level] => ref _levels[level];

    /// <summary>Key of the level at an index.</summary>
    public long KeyOf(int level) =>
        unchecked((_pages[level >> PageShift].Key << PageShift) | (long)(level & PageMask));

    /// <summary>Index of the occupied level of a key, or -1.</summary>
    public int Find(long key)
    {
        int position = FindPage(key >> PageShift);
        if (position < 0)
            return -1;
        int level = IndexOf(_sorted[position].Page, key);
        return _levels[level].Count != 0 ? level : -1;
    }

    /// <summary>Index of the level of a key, which becomes occupied if it was not: the caller adds an order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int GetOrAdd(long key)
    {
        long pageKey = key >> PageShift;
        int position = FindPage(pageKey);
        int page = position >= 0 ? _sorted[position].Page : InsertPage(pageKey, ~position);
        int level = IndexOf(page, key);
        if (_levels[level].Count == 0)
            Occupy(level, key);
        return level;
    }

    /// <summary>Frees an occupied level whose last order has gone.</summary>
    public void Remove(int level)
    {
        int index = level >> PageShift;
        ref Page page = ref _pages[index];
        page.Occupied &= ~(1u << (level & PageMask));
        unchecked
        {
            _levelCount--;
        }

        if (page.Occupied == 0)
            RemovePage(index);
        if (level == _best)
            _best = FirstOfLastPage();
    }

    /// <summary>Index of the next worse level, or -1.</summary>
    public int NextWorse(int level)
    {
        int index = level >> PageShift;
        ref Page page = ref _pages[index];
        uint rest = page.Occupied & unchecked(~0u << (level & PageMask) << 1);
        if (rest != 0)
            return (index << PageShift) | BitOperations.TrailingZeroCount(rest);
        int position = FindPage(page.Key) - 1;
        if (position < 0)
            return -1;
        int next = _sorted[position].Page;
        return (next << PageShift) | BitOperations.TrailingZeroCount(_pages[next].Occupied);
    }

    /// <summary>
    /// Multiplies every key by <paramref name="factor"/> and moves the levels there; the orders are told their level.
    /// </summary>
    public void Spread(long factor, OrderStore store)
    {
        var levels = new List<(long Key, PriceLevel Level)>(_levelCount);
        for (int level = _best; level >= 0; level = NextWorse(level))
            levels.Add((KeyOf(level) * factor, _levels[level]));

        _pageCount = 0;
        _freeCount = 0;
        _levelCount = 0;
        _best = -1;
        _levels.AsSpan().Clear();
        _pages.AsSpan().Fill(new Page { Key = NoKey });
        foreach ((long key, PriceLevel moved) in levels)
        {
            int index = GetOrAdd(key);
            _levels[index] = moved;
            for (int slot = moved.Head; slot >= 0; slot = store.Node(slot).Next)
                store.Node(slot).Level = index;
        }
    }

    private static int IndexOf(int page, long key) => unchecked((page << PageShift) | ((int)key & PageMask));

    private void Occupy(int level, long key)
    {
        _pages[level >> PageShift].Occupied |= 1u << (level & PageMask);
        _levels[level].Head = -1;
        _levels[level].Tail = -1;
        unchecked
        {
            _levelCount++;
        }

        if (_best < 0 || key < KeyOf(_best))
            _best = level;
    }

    private int FirstOfLastPage()
    {
        if (_pageCount == 0)
            return -1;
        int page = _sorted[unchecked(_pageCount - 1)].Page;
        return (page << PageShift) | BitOperations.TrailingZeroCount(_pages[page].Occupied);
    }

    /// <summary>Position of a page among the sorted ones, or the complement of where it belongs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int FindPage(long pageKey)
    {
        SortedPage[] sorted = _sorted;
        int last = unchecked(_pageCount - 1);
        if (last >= 0)
        {
            // Where pages are neighbours, which is the rule near the best price, this guess is exact.
            long guess = unchecked(last - (pageKey - sorted[last].Key));
            if (unchecked((ulong)guess <= (ulong)last) && sorted[guess].Key == pageKey)
                return unchecked((int)guess);
        }

        return SearchPage(pageKey);
    }

    private int SearchPage(long pageKey)
    {
        int low = 0;
        int high = _pageCount - 1;
        while (low <= high)
        {
            int middle = (low + high) >> 1;
            long key = _sorted[middle].Key;
            if (key == pageKey)
                return middle;
            if (key > pageKey)
                low = middle + 1;
            else
                high = middle - 1;
        }

        return ~low;
    }

    private int InsertPage(long pageKey, int position)
    {
        if (_pageCount == _sorted.Length)
            Array.Resize(ref _sorted, _pageCount * 2);
        int page = TakePage();
        _pages[page] = new Page { Key = pageKey };
        _sorted.AsSpan(position, _pageCount - position).CopyTo(_sorted.AsSpan(position + 1));
        _sorted[position] = new SortedPage { Key = pageKey, Page = page };
        _pageCount++;
        return page;
    }

    private int TakePage()
    {
        if (_freeCount > 0)
        {
            int page = _freePages[--_freeCount];
            _levels.AsSpan(page << PageShift, PageSize).Clear();
            return page;
        }

        int fresh = _pageCount;
        if (fresh == _pages.Length)
        {
            int capacity = Math.Max(1, fresh * 2);
            Array.Resize(ref _levels, capacity << PageShift);
            Array.Resize(ref _pages, capacity);
            Array.Resize(ref _freePages, capacity);
        }

        return fresh;
    }

    private void RemovePage(int page)
    {
        int position = FindPage(_pages[page].Key);
        _pageCount--;
        _sorted.AsSpan(position + 1, _pageCount - position).CopyTo(_sorted.AsSpan(position));
        _pages[page].Key = NoKey;
        _freePages[_freeCount++] = page;
    }
}
