namespace Hypercall.Engine.Domain.Collections;

/// <summary>
/// A heap of items with deadlines, earliest first, ties by a second value; four below each, so that few lines are
/// touched from top to bottom. Items are small ints (slots or numbers); each stands in the heap at most once and can be
/// moved or removed. It grows by chunks.
/// </summary>
internal sealed class DeadlineHeap<TTie>
    where TTie : struct, IComparable<TTie>
{
    private const int Children = 4;

    private readonly Numbered<Entry> _heap = new();
    private readonly Numbered<int> _positionPlusOne = new();

    private readonly struct Entry(long deadlineMs, TTie tie, int item)
    {
        public readonly long DeadlineMs = deadlineMs;
        public readonly TTie Tie = tie;
        public readonly int Item = item;

        public bool IsBefore(in Entry other) =>
            DeadlineMs < other.DeadlineMs || (DeadlineMs == other.DeadlineMs && Tie.CompareTo(other.Tie) < 0);
    }

    public int Count { get; private set; }

    /// <summary>The earliest deadline, which every command asks for; the greatest number when empty.</summary>
    public long EarliestMs { get; private set; } = long.MaxValue;

    /// <summary>When an item is due, or null where it is not there.</summary>
    public long? DeadlineOf(int item) =>
        _positionPlusOne.Find(item) is > 0 and var after ? _heap[after - 1].DeadlineMs : null;

    /// <summary>The item at a place from 0 to <see cref="Count"/>, and when it is due; in no order.</summary>
    public (int Item, long DeadlineMs) At(int place)
    {
        ref Entry entry = ref _heap[place];
        return (entry.Item, entry.DeadlineMs);
    }

    /// <summary>Takes the earliest item if it is due at <paramref name="nowMs"/>.</summary>
    public bool TryTakeDue(long nowMs, out int item)
    {
        item = -1;
        if (EarliestMs > nowMs || Count == 0)
            return false;
        item = _heap[0].Item;
        Remove(item);
        return true;
    }

    /// <summary>Adds an item or moves it to another deadline.</summary>
    public void Set(int item, long deadlineMs, TTie tie)
    {
        int position = _positionPlusOne[item] - 1;
        if (position < 0)
            position = Count++;
        Settle(position, new Entry(deadlineMs, tie, item));
    }

    /// <summary>Removes an item if it is there.</summary>
    public void Remove(int item)
    {
        int position = _positionPlusOne.Find(item) - 1;
        if (position < 0)
            return;
        _positionPlusOne[item] = 0;
        Count--;
        if (position != Count)
            Settle(position, _heap[Count]);
        else if (Count == 0)
            EarliestMs = long.MaxValue;
    }

    /// <summary>Puts an entry where it belongs, from a place that is free.</summary>
    private void Settle(int position, in Entry entry)
    {
        if (position > 0 && entry.IsBefore(_heap[Parent(position)]))
            MoveUp(position, entry);
        else
            MoveDown(position, entry);
    }

    private static int Parent(int position) => unchecked((position - 1) / Children);

    private void Place(int position, in Entry entry)
    {
        if (position == 0)
            EarliestMs = entry.DeadlineMs;
        _heap[position] = entry;
        _positionPlusOne[entry.Item] = position + 1;
    }

    private void MoveUp(int position, Entry entry)
    {
        while (position > 0)
        {
            ref Entry parent = ref _heap[Parent(position)];
            if (!entry.IsBefore(parent))
                break;
            Place(position, parent);
            position = Parent(position);
        }

        Place(position, entry);
    }

    private void MoveDown(int position, Entry entry)
    {
        for (int first = position * Children + 1; first < Count; first = position * Children + 1)
        {
            int least = EarliestOf(first);
            ref Entry child = ref _heap[least];
            if (!child.IsBefore(entry))
                break;
            Place(position, child);
            position = least;
        }

        Place(position, entry);
    }

    /// <summary>The earliest of the children that begin at a place.</summary>
    private int EarliestOf(int first)
    {
        int end = Math.Min(first + Children, Count);
        int least = first;
        ref Entry earliest = ref _heap[first];
        for (int child = first + 1; child < end; child++)
        {
            ref Entry entry = ref _heap[child];
            if (!entry.IsBefore(earliest))
                continue;
            earliest = ref entry;
            least = child;
        }

        return least;
    }
}
