using System.Numerics;

namespace Hypercall.Engine.Book;

/// <summary>
/// One side of a book: price levels ordered from best to worst. A level's key is its price divided by the book's price
/// unit, negated for bids, so that the smallest key is the best on both sides. Levels live in pages of 32 neighbouring
/// keys with one bit per occupied level; the best pages are kept sorted in one array, the best one last, all others in
/// a tree, so that a book of many lone levels is built and taken down in n log n. Finding a level near others is one
/// subtraction, finding the next best one is one bit scan. A vacant level has quantity, count and ends 0.
/// </summary>
internal sealed class BookSide
{
    private const int PageShift = 5;
    private const int PageSize = 1 << PageShift;
    private const int PageMask = PageSize - 1;

    /// <summary>Pages of a chunk, so that no level waits for all others to be copied.</summary>
    private const int PageChunk = 1 << PageChunkShift;
    private const int PageChunkShift = 6;
    private const int PageChunkMask = PageChunk - 1;
    private const int ChunkShift = PageChunkShift + PageShift;
    private const int ChunkMask = (1 << ChunkShift) - 1;

    /// <summary>Key of a page that is not in use; no price comes near it.</summary>
    private const long NoKey = long.MinValue;

    /// <summary>Most pages of the sorted array; its worse half then goes to the far ones.</summary>
    private const int MaxSorted = 256;

    private SortedPage[] _sorted = new SortedPage[2];
    private int _pageCount;
    private SortedSet<SortedPage>? _far;

    /// <summary>All of one size but the first, which grows to it.</summary>
    private PriceLevel[][] _levels = [[]];
    private Page[][] _pages = [[]];

    /// <summary>The first of them, where most books are whole: one array less on the way.</summary>
    private PriceLevel[] _firstLevels = [];
    private Page[] _firstPages = [];
    private int[] _freePages = [];
    private int _freeCount;
    private int _bestPage = -1;

    /// <summary>Key of the best page and its position together: pages that are neighbours have the same sum.</summary>
    private long _keyAndPosition;
    private int _capacity;
    private int _pagesUsed;

    private struct Page
    {
        public long Key;
        public uint Occupied;
    }

    /// <summary>A page and the key by which searches find it: the least is the best.</summary>
    private readonly record struct SortedPage(long Key, int Page) : IComparable<SortedPage>
    {
        public int CompareTo(SortedPage other) => Key.CompareTo(other.Key);
    }

    /// <summary>True when no level is occupied.</summary>
    public bool IsEmpty => _bestPage < 0;

    /// <summary>Index of the best level, or -1 when the side is empty.</summary>
    public int Best
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            int page = _bestPage;
            return page < 0 ? -1 : FirstOf(page);
        }
    }

    /// <summary>Pages that were moved to keep all in order, since ever.</summary>
    public long Moved { get; private set; }

    private bool HasFar => _far is { Count: > 0 };

    /// <summary>The level at an index; the reference holds until a level is added.</summary>
    public ref PriceLevel this[int level]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            PriceLevel[] first = _firstLevels;
            if (unchecked((uint)level < (uint)first.Length))
                return ref first[level];
            return ref LaterLevel(level);
        }
    }

    /// <summary>Key of the level at an index.</summary>
    public long KeyOf(int level) =>
        unchecked((PageAt(level >> PageShift).Key << PageShift) | (long)(level & PageMask));

    /// <summary>The level of a key, which is occupied from now on: the caller adds an order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref PriceLevel GetOrAdd(long key, out int level)
    {
        int page = GetOrAddPage(key >> PageShift);
        int index = IndexOf(page, key);
        level = index;
        // Whether it was before comes at random: to ask costs more than to set it again.
        PageAt(page).Occupied |= BitOf(index);
        return ref this[index];
    }

    /// <summary>Tells that an order has gone from an occupied level, which is freed with the last one.</summary>
    /// <param name="count">Orders that are left there.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Leave(int level, int count)
    {
        int index = level >> PageShift;
        ref Page page = ref PageAt(index);
        uint occupied = page.Occupied & ~unchecked(BitOf(level) & (uint)MaskOf(count));
        page.Occupied = occupied;
        if (occupied == 0)
            RemovePage(index);
    }

    /// <summary>All bits for 0, none for what is greater: a choice without a branch that is often missed.</summary>
    public static int MaskOf(int number) => unchecked(number - 1) >> 31;

    /// <summary>Number of occupied levels; every page is looked at.</summary>
    public int CountLevels()
    {
        int levels = 0;
        for (int page = 0; page < _pagesUsed; page++)
            levels += BitOperations.PopCount(PageAt(page).Occupied);
        return levels;
    }

    /// <summary>Index of the next worse level, or -1.</summary>
    public int NextWorse(int level)
    {
        int index = level >> PageShift;
        ref Page page = ref PageAt(index);
        uint rest = page.Occupied & ~(BitOf(level) | unchecked(BitOf(level) - 1));
        if (rest != 0)
            return (index << PageShift) | BitOperations.TrailingZeroCount(rest);
        int position = SearchPage(page.Key);
        int next = position > 0 ? _sorted[position - 1].Page : NextWorseFar(page.Key);
        return next < 0 ? -1 : FirstOf(next);
    }

    /// <summary>
    /// Multiplies every key by <paramref name="factor"/> and moves the levels there; the orders are told their level.
    /// </summary>
    public void Spread(long factor, OrderStore store)
    {
        var levels = new List<(long Key, PriceLevel Level)>(CountLevels());
        for (int level = Best; level >= 0; level = NextWorse(level))
            levels.Add((KeyOf(level) * factor, this[level]));

        _pageCount = 0;
        _pagesUsed = 0;
        _far?.Clear();
        _freeCount = 0;
        _bestPage = -1;
        foreach (PriceLevel[]? chunk in _levels)
            chunk.AsSpan().Clear();
        foreach (Page[]? chunk in _pages)
            chunk.AsSpan().Fill(new Page { Key = NoKey });
        foreach ((long key, PriceLevel moved) in levels)
        {
            GetOrAdd(key, out int index) = moved;
            for (int slot = moved.Head; slot != OrderStore.SpareSlot; slot = store.Node(slot).Next)
                store.Change(slot).Level = index;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref Page PageAt(int page)
    {
        Page[] first = _firstPages;
        if (unchecked((uint)page < (uint)first.Length))
            return ref first[page];
        return ref LaterPage(page);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private ref PriceLevel LaterLevel(int level) => ref _levels[level >> ChunkShift][level & ChunkMask];

    [MethodImpl(MethodImplOptions.NoInlining)]
    private ref Page LaterPage(int page) => ref _pages[page >> PageChunkShift][page & PageChunkMask];

    private static int IndexOf(int page, long key) => unchecked((page << PageShift) | ((int)key & PageMask));

    /// <summary>A level's bit in its page; only the last bits of the number count.</summary>
    private static uint BitOf(int level) => 1u << level;

    private int FirstOf(int page) => (page << PageShift) | BitOperations.TrailingZeroCount(PageAt(page).Occupied);

    private int NextWorseFar(long pageKey) => HasFar && _far!.Max is var worst && worst.Key > pageKey
        ? _far.GetViewBetween(new SortedPage(pageKey + 1, 0), worst).Min.Page
        : -1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int GetOrAddPage(long pageKey)
    {
        // Where pages are neighbours, which is the rule near the best price, this guess is exact.
        long guess = unchecked(_keyAndPosition - pageKey);
        if (unchecked((ulong)guess < (ulong)_pageCount))
        {
            ref SortedPage guessed = ref _sorted[guess];
            if (guessed.Key == pageKey)
                return guessed.Page;
        }

        return SearchOrInsertPage(pageKey);
    }

    /// <summary>Position of a page among the sorted ones, or the complement of where it belongs.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
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

    /// <summary>The page of a key; it is added if it is nowhere.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private int SearchOrInsertPage(long pageKey)
    {
        int position = SearchPage(pageKey);
        if (position >= 0)
            return _sorted[position].Page;
        if (~position == 0 && HasFar && pageKey >= _far!.Min.Key)
            return _far.TryGetValue(new SortedPage(pageKey, 0), out SortedPage known) ? known.Page : InsertFar(pageKey);
        if (_pageCount < MaxSorted)
            return InsertPage(pageKey, ~position);
        MoveWorseHalfAway();
        return SearchOrInsertPage(pageKey);
    }

    private int InsertPage(long pageKey, int position)
    {
        if (_pageCount == _sorted.Length)
            Array.Resize(ref _sorted, _pageCount * 2);
        int page = TakePage(pageKey);
        _sorted.AsSpan(position, _pageCount - position).CopyTo(_sorted.AsSpan(position + 1));
        Moved += _pageCount - position;
        _sorted[position] = new SortedPage(pageKey, page);
        _pageCount++;
        FindBest();
        return page;
    }

    private int InsertFar(long pageKey)
    {
        int page = TakePage(pageKey);
        _far!.Add(new SortedPage(pageKey, page));
        return page;
    }

    private void MoveWorseHalfAway()
    {
        const int Half = MaxSorted / 2;
        _far ??= [];
        foreach (SortedPage page in _sorted.AsSpan(0, Half))
            _far.Add(page);
        _sorted.AsSpan(Half, _pageCount - Half).CopyTo(_sorted);
        Moved += _pageCount - Half;
        _pageCount -= Half;
        FindBest();
    }

    private int TakePage(long pageKey)
    {
        int page = TakePage();
        PageAt(page) = new Page { Key = pageKey };
        return page;
    }

    private int TakePage()
    {
        if (_freeCount > 0)
            return _freePages[--_freeCount];
        if (_pagesUsed == _capacity)
            Grow();
        return _pagesUsed++;
    }

    /// <summary>Makes room: the first chunk doubles up to its size, then one is added.</summary>
    private void Grow()
    {
        if (_capacity < PageChunk)
        {
            _capacity = Math.Max(1, _capacity * 2);
            Array.Resize(ref _levels[0], _capacity << PageShift);
            Array.Resize(ref _pages[0], _capacity);
            _firstLevels = _levels[0];
            _firstPages = _pages[0];
            return;
        }

        int chunk = _capacity / PageChunk;
        if (chunk == _pages.Length)
        {
            Array.Resize(ref _levels, chunk * 2);
            Array.Resize(ref _pages, chunk * 2);
        }

        _levels[chunk] = Chunk.Further<PriceLevel>(PageChunk << PageShift);
        _pages[chunk] = Chunk.Further<Page>(PageChunk);
        _capacity += PageChunk;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void RemovePage(int page)
    {
        long key = PageAt(page).Key;
        int position = SearchPage(key);
        if (position < 0)
            _far!.Remove(new SortedPage(key, 0));
        else
            RemoveSorted(position);
        PageAt(page).Key = NoKey;
        if (_freeCount == _freePages.Length)
            Array.Resize(ref _freePages, Math.Max(4, _freeCount * 2));
        _freePages[_freeCount++] = page;
    }

    private void RemoveSorted(int position)
    {
        _pageCount--;
        _sorted.AsSpan(position + 1, _pageCount - position).CopyTo(_sorted.AsSpan(position));
        Moved += _pageCount - position;
        if (_pageCount == 0 && HasFar)
            TakeBestFar();
        FindBest();
    }

    private void FindBest()
    {
        int last = _pageCount - 1;
        _bestPage = last < 0 ? -1 : _sorted[last].Page;
        _keyAndPosition = last < 0 ? 0 : _sorted[last].Key + last;
    }

    private void TakeBestFar()
    {
        _pageCount = Math.Min(_far!.Count, MaxSorted / 2);
        for (int position = _pageCount - 1; position >= 0; position--)
        {
            _sorted[position] = _far.Min;
            _far.Remove(_sorted[position]);
        }
    }
}
