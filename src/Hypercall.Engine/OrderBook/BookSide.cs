using System.Numerics;
using System.Runtime.CompilerServices;

namespace Hypercall.Engine.OrderBook;

/// <summary>
/// One side of a book: price levels ordered from best to worst. A level's key is its price divided by the book's price
/// unit, negated for bids, so that the smallest key is the best on both sides. Levels live in pages of 32 neighbouring
/// keys with one bit per occupied level; the pages are kept sorted, the best one last. Finding a level near others is
/// one subtraction, finding the next best one is one bit scan.
/// </summary>
internal sealed class BookSide
{
    private const int PageShift = 5;
    private const int PageSize = 1 << PageShift;
    private const int PageMask = PageSize - 1;

    private long[] _sortedKeys = new long[2];
    private int[] _sortedPages = new int[2];
    private int _pageCount;

    private PriceLevel[] _levels = [];
    private uint[] _occupied = [];
    private long[] _pageKeys = [];
    private int[] _freePages = [];
    private int _freeCount;
    private int _best = -1;

    /// <summary>Number of occupied levels.</summary>
    public int LevelCount { get; private set; }

    /// <summary>Index of the best level, or -1 when the side is empty.</summary>
    public int Best => _best;

    /// <summary>The level at an index; the reference holds until a level is added.</summary>
    public ref PriceLevel this[int level] => ref _levels[level];

    /// <summary>Key of the level at an index.</summary>
    public long KeyOf(int level) => (_pageKeys[level >> PageShift] << PageShift) | (long)(level & PageMask);

    /// <summary>Index of the occupied level of a key, or -1.</summary>
    public int Find(long key)
    {
        int position = FindPage(key >> PageShift);
        if (position < 0)
            return -1;
        int page = _sortedPages[position];
        int bit = (int)(key & PageMask);
        return (_occupied[page] >> bit & 1) != 0 ? (page << PageShift) | bit : -1;
    }

    /// <summary>Index of the level of a key, which becomes occupied if it was not.</summary>
    public int GetOrAdd(long key)
    {
        long pageKey = key >> PageShift;
        int position = FindPage(pageKey);
        int page = position >= 0 ? _sortedPages[position] : InsertPage(pageKey, ~position);
        int bit = (int)(key & PageMask);
        int level = (page << PageShift) | bit;
        uint mask = 1u << bit;
        if ((_occupied[page] & mask) == 0)
        {
            _occupied[page] |= mask;
            _levels[level].Head = -1;
            _levels[level].Tail = -1;
            LevelCount++;
            if (_best < 0 || key < KeyOf(_best))
                _best = level;
        }

        return level;
    }

    /// <summary>Frees an occupied level whose last order has gone.</summary>
    public void Remove(int level)
    {
        int page = level >> PageShift;
        _occupied[page] &= ~(1u << (level & PageMask));
        LevelCount--;
        if (_occupied[page] == 0)
            RemovePage(page);
        if (level == _best)
            _best = FirstOfLastPage();
    }

    /// <summary>Index of the next worse level, or -1.</summary>
    public int NextWorse(int level)
    {
        int page = level >> PageShift;
        uint rest = _occupied[page] & unchecked(~0u << (level & PageMask) << 1);
        if (rest != 0)
            return (page << PageShift) | BitOperations.TrailingZeroCount(rest);
        int position = FindPage(_pageKeys[page]) - 1;
        if (position < 0)
            return -1;
        int next = _sortedPages[position];
        return (next << PageShift) | BitOperations.TrailingZeroCount(_occupied[next]);
    }

    /// <summary>
    /// Multiplies every key by <paramref name="factor"/> and moves the levels there; the orders are told their level.
    /// </summary>
    public void Spread(long factor, OrderStore store)
    {
        var levels = new List<(long Key, PriceLevel Level)>(LevelCount);
        for (int level = _best; level >= 0; level = NextWorse(level))
            levels.Add((KeyOf(level) * factor, _levels[level]));

        _pageCount = 0;
        _freeCount = 0;
        LevelCount = 0;
        _best = -1;
        _occupied.AsSpan().Clear();
        _levels.AsSpan().Clear();
        foreach ((long key, PriceLevel moved) in levels)
        {
            int index = GetOrAdd(key);
            _levels[index] = moved;
            for (int slot = moved.Head; slot >= 0; slot = store.Node(slot).Next)
                store.Node(slot).Level = index;
        }
    }

    private int FirstOfLastPage()
    {
        if (_pageCount == 0)
            return -1;
        int page = _sortedPages[_pageCount - 1];
        return (page << PageShift) | BitOperations.TrailingZeroCount(_occupied[page]);
    }

    /// <summary>Position of a page among the sorted ones, or the complement of where it belongs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int FindPage(long pageKey)
    {
        int last = _pageCount - 1;
        if (last >= 0)
        {
            // Where pages are neighbours, which is the rule near the best price, this guess is exact.
            long guess = unchecked(last - (pageKey - _sortedKeys[last]));
            if (guess >= 0 && guess <= last && _sortedKeys[guess] == pageKey)
                return (int)guess;
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
            long key = _sortedKeys[middle];
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
        if (_pageCount == _sortedKeys.Length)
        {
            Array.Resize(ref _sortedKeys, _pageCount * 2);
            Array.Resize(ref _sortedPages, _pageCount * 2);
        }

        int page = TakePage();
        _pageKeys[page] = pageKey;
        _sortedKeys.AsSpan(position, _pageCount - position).CopyTo(_sortedKeys.AsSpan(position + 1));
        _sortedPages.AsSpan(position, _pageCount - position).CopyTo(_sortedPages.AsSpan(position + 1));
        _sortedKeys[position] = pageKey;
        _sortedPages[position] = page;
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
        if (fresh == _occupied.Length)
        {
            int capacity = Math.Max(1, fresh * 2);
            Array.Resize(ref _levels, capacity << PageShift);
            Array.Resize(ref _occupied, capacity);
            Array.Resize(ref _pageKeys, capacity);
            Array.Resize(ref _freePages, capacity);
        }

        return fresh;
    }

    private void RemovePage(int page)
    {
        int position = FindPage(_pageKeys[page]);
        _pageCount--;
        _sortedKeys.AsSpan(position + 1, _pageCount - position).CopyTo(_sortedKeys.AsSpan(position));
        _sortedPages.AsSpan(position + 1, _pageCount - position).CopyTo(_sortedPages.AsSpan(position));
        _freePages[_freeCount++] = page;
    }
}
