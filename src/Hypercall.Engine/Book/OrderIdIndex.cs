using System.Runtime.CompilerServices;
using Hypercall.Engine.Domain.Collections;

namespace Hypercall.Engine.Book;

/// <summary>
/// Finds the slot of an order by its id, for <see cref="OrderStore"/>. Ids are handed out densely and never again, so
/// the slots of 512 neighbouring ids share a page and a small hash table finds the page. A page of which few orders are
/// left gives them to a table of single ids and is used again, so that what the index takes follows the open orders,
/// not the ids that they lie between. What a page says of an id that is not open is stale, and the caller checks it
/// against the order that is in the slot. Nothing is allocated but on growth; it is never enumerated.
/// </summary>
internal sealed class OrderIdIndex
{
    private const int PageShift = 9;
    private const int PageSize = 1 << PageShift;
    private const int PageMask = PageSize - 1;

    /// <summary>So few orders of a page are kept one by one.</summary>
    private const int FewOrders = PageSize / 32;

    /// <summary>Page of an order that is kept by itself.</summary>
    private const int NoPage = -1;

    private readonly LongMap _single = new();
    private Entry[] _directory = new Entry[16];
    private int _directoryShift = 60;
    private int _directoryCount;

    private int[] _slots = new int[PageSize];
    private Page[] _pages = new Page[1];
    private int[] _freePages = new int[1];
    private int _freeCount;
    private int _pagesUsed;

    private long _currentKey;
    private int _currentPage;

    private struct Entry
    {
        public long Key;
        public int Page;
    }

    private struct Page
    {
        public long Key;
        public int Live;
    }

    /// <summary>Slots that there is room for in pages.</summary>
    public int SlotCapacity => _slots.Length;

    /// <summary>The slot an open order of this id may be in, or -1; the caller checks that it is there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Find(long orderId)
    {
        int page = FindPage(KeyOf(orderId));
        return page < 0 ? -1 : _slots[SlotIndex(page, orderId)];
    }

    /// <summary>The slot of an open order that no page has, or -1.</summary>
    public int FindSingle(long orderId) => _single.Count == 0 ? -1 : _single.Find(orderId);

    /// <summary>Enters an order, which is in its slot, and keeps in it what <see cref="Remove"/> needs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(OrderNode[] nodes, long orderId, int slot)
    {
        long key = KeyOf(orderId);
        if (key != _currentKey)
            MoveTo(nodes, key);
        int page = _currentPage;
        unchecked
        {
            _pages[page].Live++;
        }

        _slots[SlotIndex(page, orderId)] = slot;
        nodes[slot].IdPage = page;
    }

    /// <summary>Takes an order out, while its id still stands in its slot.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Remove(OrderNode[] nodes, in OrderNode node)
    {
        int page = node.IdPage;
        if (page == NoPage)
            _single.Remove(node.OrderId);
        else if (unchecked(--_pages[page].Live) <= FewOrders && page != _currentPage)
            Dissolve(nodes, page, node.OrderId);
    }

    /// <summary>Keys start at 1, as 0 marks what is vacant.</summary>
    private static long KeyOf(long orderId) => unchecked((orderId >> PageShift) + 1);

    private static int SlotIndex(int page, long orderId) =>
        unchecked((page << PageShift) | ((int)orderId & PageMask));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Home(long key) => unchecked((int)(SeededHash.Wide((ulong)key) >> _directoryShift));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int FindPage(long key)
    {
        Entry[] directory = _directory;
        int index = Home(key);
        while (true)
        {
            ref Entry entry = ref directory[index];
            if (entry.Key == key)
                return entry.Page;
            if (entry.Key == 0)
                return -1;
            index = unchecked(index + 1) & (directory.Length - 1);
        }
    }

    /// <summary>
    /// Makes a key's page the one that orders are added to; the one before goes if few are left of it.
    /// </summary>
    private void MoveTo(OrderNode[] nodes, long key)
    {
        int before = _currentPage;
        bool hasFew = _currentKey != 0 && _pages[before].Live <= FewOrders;
        int page = FindPage(key);
        _currentPage = page >= 0 ? page : TakePage(key);
        _currentKey = key;
        if (hasFew)
            Dissolve(nodes, before, leavingId: 0);
    }

    /// <summary>Keeps the orders of a page one by one, but for the one that is leaving, and frees the page.</summary>
    private void Dissolve(OrderNode[] nodes, int page, long leavingId)
    {
        long firstId = (_pages[page].Key - 1) << PageShift;
        int rest = _pages[page].Live;
        // There is no order 0: that is the id of a vacant slot.
        for (int place = firstId == 0 ? 1 : 0; rest > 0; place++)
        {
            long orderId = firstId + place;
            int slot = _slots[(page << PageShift) | place];
            if (nodes[slot].OrderId != orderId || nodes[slot].IdPage != page || orderId == leavingId)
                continue;
            nodes[slot].IdPage = NoPage;
            _single.Add(orderId, slot);
            rest--;
        }

        Free(page);
    }

    private int TakePage(long key)
    {
        int page = _freeCount > 0 ? _freePages[--_freeCount] : TakeFreshPage();
        _pages[page] = new Page { Key = key };
        if (_directoryCount * 2 >= _directory.Length)
            GrowDirectory();
        Enter(key, page);
        return page;
    }

    private int TakeFreshPage()
    {
        if (_pagesUsed == _pages.Length)
        {
            int capacity = Math.Min(_pagesUsed * 2, Array.MaxLength >> PageShift);
            Array.Resize(ref _slots, capacity << PageShift);
            Array.Resize(ref _pages, capacity);
            Array.Resize(ref _freePages, capacity);
        }

        return _pagesUsed++;
    }

    private void Free(int page)
    {
        RemoveFromDirectory(_pages[page].Key);
        _freePages[_freeCount++] = page;
    }

    private void Enter(long key, int page)
    {
        int index = Home(key);
        while (_directory[index].Key != 0)
            index = (index + 1) & (_directory.Length - 1);
        _directory[index] = new Entry { Key = key, Page = page };
        _directoryCount++;
    }

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
    }

    private void GrowDirectory()
    {
        Entry[] old = _directory;
        _directory = new Entry[old.Length * 2];
        _directoryShift--;
        _directoryCount = 0;
        foreach (Entry entry in old)
        {
            if (entry.Key != 0)
                Enter(entry.Key, entry.Page);
        }
    }
}
