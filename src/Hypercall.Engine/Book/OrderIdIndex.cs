namespace Hypercall.Engine.Book;

/// <summary>
/// Finds the slot of an order by its id, for <see cref="OrderStore"/>. Ids are handed out densely and never again, so
/// the slots of 512 neighbouring ids share a page and a small hash table finds the page. Where pages hold many times
/// more places than there are orders, those of which few are left give them to a table of single ids, two whenever a
/// page is begun, so that what the index takes follows the open orders, not the ids that they lie between. What a page
/// says of an id that is not open is stale, and the caller checks it against the order that is in the slot. Nothing is
/// allocated but on growth; it is never enumerated.
/// </summary>
internal sealed class OrderIdIndex
{
    private const int PageShift = 9;
    private const int PageSize = 1 << PageShift;
    private const int PageMask = PageSize - 1;

    /// <summary>So few orders of a page may be kept one by one.</summary>
    private const int FewOrders = PageSize / 32;

    /// <summary>Places of pages, by the order and altogether, that are not worth tidying.</summary>
    private const int PlacesByOrder = 8;
    private const int FreePlaces = 32 * PageSize;

    /// <summary>How many pages are looked at, and given up at most, whenever one is begun.</summary>
    private const int TidiedPages = 64;
    private const int DissolvedPages = 2;

    /// <summary>As many as small engines need.</summary>
    private const int FirstPages = 16;

    private readonly OrderStore _store;
    private readonly LongMap _single = new();
    private Entry[] _directory = new Entry[16];

    /// <summary>
    /// By the last bits of its key, the entry of the latest page that has them: where ids are dense, and so nearly
    /// always, it is the one that is looked for. All entries are in the directory too, whose places nobody can foresee.
    /// </summary>
    private Entry[] _latest = new Entry[16];
    private int _directoryShift = 60;
    private int _directoryCount;

    private Page[] _pages = new Page[1];
    private int[] _freePages = new int[1];
    private int _freeCount;
    private int _pagesUsed;

    private long _currentKey;
    private int _currentPage;

    /// <summary>The page that is looked at next.</summary>
    private int _hand;

    private struct Entry
    {
        public long Key;

        /// <summary>By the last bits of the id: the slot.</summary>
        public int[] Slots;
        public int Page;
    }

    private struct Page
    {
        public long Key;
        public int[] Slots;
        public int Live;
    }

    /// <param name="store">Where the orders are that it finds.</param>
    public OrderIdIndex(OrderStore store)
    {
        _store = store;
    }

    /// <summary>Slots that there is room for in pages.</summary>
    public int SlotCapacity => _pagesUsed << PageShift;

    /// <summary>
    /// The slot an open order of this id may be in, or the spare one; the caller checks that it is there.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Find(long orderId)
    {
        ref Entry entry = ref EntryOf(KeyOf(orderId));
        return entry.Key == 0 ? OrderStore.SpareSlot : entry.Slots[orderId & PageMask];
    }

    /// <summary>The slot of an open order that no page has, or -1.</summary>
    public int FindSingle(long orderId) => _single.Count == 0 ? -1 : _single.Find(orderId);

    /// <summary>Enters an order, which is in its slot, and keeps in it what <see cref="Remove"/> needs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(long orderId, int slot)
    {
        long key = KeyOf(orderId);
        if (key != _currentKey)
            MoveTo(key);
        ref Page page = ref _pages[_currentPage];
        unchecked
        {
            page.Live++;
        }

        page.Slots[orderId & PageMask] = slot;
    }

    /// <summary>Takes an order out, while its id still stands in its slot.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Remove(in OrderNode node)
    {
        if (node.IsSingle)
        {
            RemoveSingle(node.OrderId);
            return;
        }

        int page = EntryOf(KeyOf(node.OrderId)).Page;
        if (unchecked(--_pages[page].Live) == 0 && page != _currentPage)
            Free(page);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void RemoveSingle(long orderId) => _single.Remove(orderId);

    /// <summary>Keys start at 1, as 0 marks what is vacant.</summary>
    private static long KeyOf(long orderId) => unchecked((orderId >> PageShift) + 1);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Home(long key) => unchecked((int)(SeededHash.Wide((ulong)key) >> _directoryShift));

    /// <summary>The entry of a key, or a vacant one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref Entry EntryOf(long key)
    {
        Entry[] latest = _latest;
        ref Entry entry = ref latest[unchecked((int)key & (latest.Length - 1))];
        if (entry.Key == key)
            return ref entry;
        return ref Search(key);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private ref Entry Search(long key)
    {
        Entry[] directory = _directory;
        int index = Home(key);
        while (directory[index].Key != key && directory[index].Key != 0)
            index = unchecked(index + 1) & (directory.Length - 1);
        return ref directory[index];
    }

    /// <summary>
    /// Makes a key's page the one that orders are added to; the one before goes if none is left of it.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void MoveTo(long key)
    {
        int before = _currentPage;
        bool isEmpty = _currentKey != 0 && _pages[before].Live == 0;
        ref Entry entry = ref EntryOf(key);
        _currentPage = entry.Key != 0 ? entry.Page : TakePage(key);
        _currentKey = key;
        if (isEmpty)
            Free(before);
        Tidy();
    }

    /// <summary>Gives up pages of which few orders are left, while there are many more places than orders.</summary>
    private void Tidy()
    {
        int dissolved = 0;
        for (int looked = 0; looked < TidiedPages && dissolved < DissolvedPages && HasManyPlaces; looked++)
        {
            _hand = _hand + 1 < _pagesUsed ? _hand + 1 : 0;
            if (_hand == _currentPage || _pages[_hand].Live is 0 or > FewOrders)
                continue;
            Dissolve(_hand);
            dissolved++;
        }
    }

    private bool HasManyPlaces =>
        (_pagesUsed - _freeCount) * (long)PageSize > _store.Count * (long)PlacesByOrder + FreePlaces;

    /// <summary>Keeps the orders of a page one by one, and frees the page.</summary>
    private void Dissolve(int page)
    {
        long firstId = (_pages[page].Key - 1) << PageShift;
        int[] slots = _pages[page].Slots;
        int rest = _pages[page].Live;
        // There is no order 0: that is the id of a vacant slot.
        for (int place = firstId == 0 ? 1 : 0; rest > 0; place++)
        {
            long orderId = firstId + place;
            int slot = slots[place];
            ref OrderNode node = ref _store.Change(slot);
            if (node.OrderId != orderId || node.IsSingle)
                continue;
            node.Marks |= OrderMarks.Single;
            _single.Add(orderId, slot);
            rest--;
        }

        Free(page);
    }

    private int TakePage(long key)
    {
        int page = _freeCount > 0 ? _freePages[--_freeCount] : TakeFreshPage();
        _pages[page].Key = key;
        _pages[page].Live = 0;
        if (_directoryCount * 2 >= _directory.Length)
            GrowDirectory();
        Enter(key, page);
        return page;
    }

    private int TakeFreshPage()
    {
        if (_pagesUsed == _pages.Length)
        {
            Array.Resize(ref _pages, _pagesUsed * 2);
            Array.Resize(ref _freePages, _pagesUsed * 2);
        }

        _pages[_pagesUsed].Slots = _pagesUsed < FirstPages ? new int[PageSize] : Chunk.Further<int>(PageSize);
        return _pagesUsed++;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Free(int page)
    {
        RemoveFromDirectory(_pages[page].Key);
        _pages[page].Live = 0;
        _freePages[_freeCount++] = page;
    }

    private void Enter(long key, int page)
    {
        int index = Home(key);
        while (_directory[index].Key != 0)
            index = (index + 1) & (_directory.Length - 1);
        var entry = new Entry { Key = key, Slots = _pages[page].Slots, Page = page };
        _directory[index] = entry;
        _directoryCount++;
        ref Entry latest = ref LatestOf(key);
        if (latest.Key < key)
            latest = entry;
    }

    private ref Entry LatestOf(long key) => ref _latest[unchecked((int)key) & (_latest.Length - 1)];

    /// <summary>Removes a key; later entries of its run move up, so that no search stops early.</summary>
    private void RemoveFromDirectory(long key)
    {
        Entry[] directory = _directory;
        int mask = directory.Length - 1;
        int hole = Home(key);
        while (directory[hole].Key != key)
            hole = (hole + 1) & mask;

        for (int index = (hole + 1) & mask; directory[index].Key != 0; index = (index + 1) & mask)
        {
            int distance = unchecked(index - Home(directory[index].Key)) & mask;
            if (distance < (unchecked(index - hole) & mask))
                continue;
            directory[hole] = directory[index];
            hole = index;
        }

        directory[hole] = default;
        _directoryCount--;
        ref Entry latest = ref LatestOf(key);
        if (latest.Key == key)
            latest = default;
    }

    private void GrowDirectory()
    {
        Entry[] old = _directory;
        _directory = new Entry[old.Length * 2];
        _latest = new Entry[old.Length * 2];
        _directoryShift--;
        _directoryCount = 0;
        foreach (Entry entry in old)
        {
            if (entry.Key != 0)
                Enter(entry.Key, entry.Page);
        }
    }
}
