namespace Hypercall.Engine.Collections;

/// <summary>
/// Maps positive 64-bit keys to non-negative ints by open addressing with linear probing. Dense, rising keys (order
/// ids) fall side by side, so that neighbours in time are neighbours in memory. Nothing is allocated but on growth;
/// it is never enumerated.
/// </summary>
internal sealed class LongMap
{
    private const int InitialCapacity = 16;
    private Entry[] _entries = new Entry[InitialCapacity];
    private int _mask = InitialCapacity - 1;

    private struct Entry
    {
        public long Key;
        public int Value;
    }

    public int Count { get; private set; }

    /// <summary>The value of a key, or -1.</summary>
    public int Find(long key)
    {
        Entry[] entries = _entries;
        int index = Home(key);
        while (true)
        {
            ref Entry entry = ref entries[index];
            if (entry.Key == key)
                return entry.Value;
            if (entry.Key == 0)
                return -1;
            index = (index + 1) & _mask;
        }
    }

    /// <summary>Adds a key that is not in the map.</summary>
    public void Add(long key, int value)
    {
        if (Count * 2 >= _entries.Length)
            Grow();
        int index = Home(key);
        while (_entries[index].Key != 0)
            index = (index + 1) & _mask;
        _entries[index].Key = key;
        _entries[index].Value = value;
        Count++;
    }

    /// <summary>Removes a key that is in the map; later entries of its run move up.</summary>
    public void Remove(long key)
    {
        Entry[] entries = _entries;
        int index = Home(key);
        while (entries[index].Key != key)
            index = (index + 1) & _mask;

        int hole = index;
        while (true)
        {
            index = (index + 1) & _mask;
            long next = entries[index].Key;
            if (next == 0)
                break;
            int distance = (index - Home(next)) & _mask;
            if (distance < ((index - hole) & _mask))
                continue;
            entries[hole] = entries[index];
            hole = index;
        }

        entries[hole] = default;
        Count--;
    }

    private int Home(long key) => unchecked((int)(key ^ (key >> 32) * 0x2545F491)) & _mask;

    private void Grow()
    {
        Entry[] old = _entries;
        _entries = new Entry[old.Length * 2];
        _mask = _entries.Length - 1;
        Count = 0;
        foreach (Entry entry in old)
        {
            if (entry.Key != 0)
                Add(entry.Key, entry.Value);
        }
    }
}
