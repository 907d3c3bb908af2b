namespace Hypercall.Engine.Book;

/// <summary>
/// What a command has done to levels of books, in whatever order, so that those that it leaves with another sum can be
/// told, each once. The order index notes beside what it has a book do; a book itself matches and keeps no list.
/// </summary>
internal sealed class LevelLog
{
    /// <summary>So few entries, mostly in order, are sorted faster without a comparer.</summary>
    private const int MostInserted = 16;

    private readonly Comparison<Entry> _comparison;
    private Entry[] _entries = new Entry[64];
    private int _count;

    /// <summary>The number of entries that are in order, each level once; if it is another one, none need be.</summary>
    private int _orderedCount;

    private struct Entry
    {
        public long PriceUnits;

        /// <summary>The sum of the level before what was noted, and after.</summary>
        public long BeforeUnits;
        public long AfterUnits;

        /// <summary>Twice the number of the book, and one more for asks.</summary>
        public int Half;

        /// <summary>How many entries came before it; known while many are sorted.</summary>
        public int Rank;
    }

    public LevelLog() => _comparison = Compare;

    /// <summary>Comparisons that sorting many entries has taken, since ever.</summary>
    public long Comparisons { get; private set; }

    /// <summary>Notes that the level of an order has grown by so many units, to so many.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Note(int book, in OrderNode order, long units, long levelUnits)
    {
        Entry[] entries = _entries;
        int count = _count;
        if (unchecked((uint)count >= (uint)entries.Length))
        {
            MakeRoom();
            entries = _entries;
            count = _count;
        }

        ref Entry entry = ref entries[count];
        unchecked
        {
            entry.PriceUnits = order.PriceUnits;
            entry.BeforeUnits = levelUnits - units;
            entry.AfterUnits = levelUnits;
            entry.Half = book * 2 + (int)order.Side;
            _count = count + 1;
        }
    }

    /// <summary>
    /// Adds the levels of a book whose sum is another one than before what was noted: bids, then asks, best first.
    /// </summary>
    /// <returns>How many of them are bids.</returns>
    public int Collect(int book, ReusedList<BookLevel> levels)
    {
        Entry[] entries = _entries;
        // Most commands do one thing to one level.
        if (_count == 1)
            return entries[0].Half >> 1 == book ? Tell(entries[0], levels) : 0;
        if (_orderedCount != _count)
            MergeSorted();
        int bids = 0;
        for (int i = FirstOf(book); i < _count && entries[i].Half >> 1 == book; i++)
            bids += Tell(entries[i], levels);
        return bids;
    }

    /// <summary>Adds a level if its sum is another one; 1 where that is a bid, else 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Tell(in Entry entry, ReusedList<BookLevel> levels)
    {
        if (entry.BeforeUnits == entry.AfterUnits)
            return 0;
        ref BookLevel level = ref levels.Append();
        level.Price = new Price(entry.PriceUnits);
        level.Size = new Quantity(entry.AfterUnits);
        return ~entry.Half & 1;
    }

    /// <summary>Forgets what was noted.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Clear()
    {
        _count = 0;
        _orderedCount = 0;
    }

    /// <summary>Index of the first entry of a book, or of where it would be.</summary>
    private int FirstOf(int book)
    {
        int low = 0;
        int high = _entries[0].Half >> 1 == book ? 0 : _count;
        while (low < high)
        {
            int middle = (low + high) >> 1;
            if (_entries[middle].Half >> 1 < book)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    /// <summary>Brings levels together before taking more room: as many entries as levels are enough.</summary>
    private void MakeRoom()
    {
        MergeSorted();
        if (_count > _entries.Length / 2)
            Array.Resize(ref _entries, _entries.Length * 2);
    }

    private void MergeSorted()
    {
        Span<Entry> entries = _entries.AsSpan(0, _count);
        Sort(entries);
        int last = 0;
        for (int i = 1; i < entries.Length; i++)
        {
            if (IsBefore(entries[last], entries[i]))
                entries[++last] = entries[i];
            else
                entries[last].AfterUnits = entries[i].AfterUnits;
        }

        _count = Math.Min(_count, last + 1);
        _orderedCount = _count;
    }

    private void Sort(Span<Entry> entries)
    {
        if (entries.Length <= MostInserted)
        {
            SortByInsertion(entries);
            return;
        }

        for (int i = 0; i < entries.Length; i++)
            entries[i].Rank = i;
        entries.Sort(_comparison);
    }

    private static void SortByInsertion(Span<Entry> entries)
    {
        for (int i = 1; i < entries.Length; i++)
        {
            if (!IsBefore(entries[i], entries[i - 1]))
                continue;
            Entry entry = entries[i];
            int j = i - 1;
            while (j >= 0 && IsBefore(entry, entries[j]))
            {
                entries[j + 1] = entries[j];
                j--;
            }

            entries[j + 1] = entry;
        }
    }

    private int Compare(Entry left, Entry right)
    {
        Comparisons++;
        if (IsBefore(left, right))
            return -1;
        return IsBefore(right, left) ? 1 : left.Rank.CompareTo(right.Rank);
    }

    /// <summary>By book, then side, then best first.</summary>
    private static bool IsBefore(in Entry one, in Entry other)
    {
        if (one.Half != other.Half)
            return one.Half < other.Half;
        return (one.Half & 1) == (int)Side.Buy ? one.PriceUnits > other.PriceUnits : one.PriceUnits < other.PriceUnits;
    }
}
