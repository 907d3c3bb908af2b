namespace Hypercall.Engine.Domain.Collections;

/// <summary>A heap whose ties a number decides.</summary>
internal sealed class DeadlineHeap : DeadlineHeap<long>;

/// <summary>
/// A binary heap of items with deadlines, earliest first, ties by a second value. Items are small ints (slots or
/// numbers); each stands in the heap at most once and can be moved or removed.
/// </summary>
internal class DeadlineHeap<TTie>
    where TTie : struct, IComparable<TTie>
{
    private Entry[] _heap = new Entry[16];
    private int[] _positionPlusOne = new int[16];

    private readonly record struct Entry(long DeadlineMs, TTie Tie, int Item)
    {
        public bool IsBefore(in Entry other) =>
            DeadlineMs < other.DeadlineMs || (DeadlineMs == other.DeadlineMs && Tie.CompareTo(other.Tie) < 0);
    }

    public int Count { get; private set; }

    /// <summary>The earliest deadline, or null when empty.</summary>
    public long? EarliestMs => Count == 0 ? null : _heap[0].DeadlineMs;

    /// <summary>Takes the earliest item if it is due at <paramref name="nowMs"/>.</summary>
    public bool TryTakeDue(long nowMs, out int item)
    {
        item = -1;
        if (Count == 0 || _heap[0].DeadlineMs > nowMs)
            return false;
        item = _heap[0].Item;
        Remove(item);
        return true;
    }

    /// <summary>Adds an item or moves it to another deadline.</summary>
    public void Set(int item, long deadlineMs, TTie tie)
    {
        Remove(item);
        if (item >= _positionPlusOne.Length)
            Array.Resize(ref _positionPlusOne, Math.Max(item + 1, _positionPlusOne.Length * 2));
        if (Count == _heap.Length)
            Array.Resize(ref _heap, Count * 2);
        Count++;
        Place(Count - 1, new Entry(deadlineMs, tie, item));
        MoveUp(Count - 1);
    }

    /// <summary>Removes an item if it is there.</summary>
    public void Remove(int item)
    {
        if (item >= _positionPlusOne.Length || _positionPlusOne[item] == 0)
            return;
        int position = _positionPlusOne[item] - 1;
        _positionPlusOne[item] = 0;
        Count--;
        if (position == Count)
            return;
        Place(position, _heap[Count]);
        MoveUp(position);
        MoveDown(position);
    }

    private void Place(int position, in Entry entry)
    {
        _heap[position] = entry;
        _positionPlusOne[entry.Item] = position + 1;
    }

    private void MoveUp(int position)
    {
        Entry entry = _heap[position];
        while (position > 0)
        {
            int parent = (position - 1) / 2;
            if (!entry.IsBefore(_heap[parent]))
                break;
            Place(position, _heap[parent]);
            position = parent;
        }

        Place(position, entry);
    }

    private void MoveDown(int position)
    {
        Entry entry = _heap[position];
        while (true)
        {
            int child = position * 2 + 1;
            if (child >= Count)
                break;
            if (child + 1 < Count && _heap[child + 1].IsBefore(_heap[child]))
                child++;
            if (!_heap[child].IsBefore(entry))
                break;
            Place(position, _heap[child]);
            position = child;
        }

        Place(position, entry);
    }
}
