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

    /// <summary>What the pages that are not there hold: the spare slot.</summary>
    private static readonly int[] NoSlots = new int[PageSize];

    private readonly OrderStore _store;
    private readonly LongMap _single = new();

    /// <summary>The page of a key.</summary>
    private readonly LongMap _byKey = new();

    /// <summary>
    /// By the last bits of its key, the entry of the latest page that has them: where ids are dense, and so nearly
    /// always, it is the one that is looked for.
    /// </summary>
    private Entry[] _latest = new Entry[16];
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
        long key = KeyOf(orderId);
        ref Entry latest = ref LatestOf(key);
        int[] slots = latest.Key == key ? latest.Slots : SlotsOf(key);
        return slots[orderId & PageMask];
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

        int page = PageOf(KeyOf(node.OrderId));
        if (unchecked(--_pages[page].Live) == 0 && page != _currentPage)
            Free(page);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void RemoveSingle(long orderId) => _single.Remove(orderId);

    /// <summary>Keys start at 1, as 0 marks what is vacant.</summary>
    private static long KeyOf(long orderId) => unchecked((orderId >> PageShift) + 1);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private int[] SlotsOf(long key) => _byKey.Find(key) is >= 0 and var page ? _pages[page].Slots : NoSlots;

    /// <summary>The page of a key, or -1.</summary>
    private int PageOf(long key)
    {
        ref Entry latest = ref LatestOf(key);
        return latest.Key == key ? latest.Page : _byKey.Find(key);
    }

    /// <summary>
    /// Makes a key's page the one that orders are added to; the one before goes if none is left of it.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void MoveTo(long key)
    {
        int before = _currentPage;
        bool isEmpty = _currentKey != 0 && _pages[before].Live == 0;
        int page = PageOf(key);
        _currentPage = page >= 0 ? page : TakePage(key);
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
        _byKey.Add(key, page);
        if (_byKey.Count * 2 > _latest.Length)
            GrowLatest();
        Enter(page);
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
        long key = _pages[page].Key;
        _byKey.Remove(key);
        ref Entry latest = ref LatestOf(key);
        if (latest.Key == key)
            latest = default;
        _pages[page].Key = 0;
        _pages[page].Live = 0;
        _freePages[_freeCount++] = page;
    }

    private void Enter(int page)
    {
        long key = _pages[page].Key;
        ref Entry latest = ref LatestOf(key);
        if (latest.Key < key)
            latest = new Entry { Key = key, Slots = _pages[page].Slots, Page = page };
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref Entry LatestOf(long key)
    {
        Entry[] latest = _latest;
        return ref latest[unchecked((int)key & (latest.Length - 1))];
    }

    private void GrowLatest()
    {
        _latest = new Entry[_latest.Length * 2];
        for (int page = 0; page < _pagesUsed; page++)
        {
            if (_pages[page].Key != 0)
                Enter(page);
        }
    }
}
