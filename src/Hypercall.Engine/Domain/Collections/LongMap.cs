namespace Hypercall.Engine.Domain.Collections;

/// <summary>
/// Maps positive 64-bit keys to non-negative ints by open addressing with linear probing. Clients have a say in which
/// keys there are, so their places come from <see cref="SeededHash"/>. Nothing is allocated but on growth; it is never
/// enumerated.
/// </summary>
internal sealed class LongMap
{
    private const int InitialBits = 4;

    private Entry[] _entries = new Entry[1 << InitialBits];
    private int _shift = 64 - InitialBits;

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
        int mask = entries.Length - 1;
        int index = Home(key);
        while (true)
        {
            ref Entry entry = ref entries[index];
            if (entry.Key == key)
                return entry.Value;
            if (entry.Key == 0)
                return -1;
            index = (index + 1) & mask;
        }
    }

    /// <summary>Adds a key that is not in the map.</summary>
    public void Add(long key, int value)
    {
        if (Count * 2 >= _entries.Length)
            Grow();
        int mask = _entries.Length - 1;
        int index = Home(key);
        while (_entries[index].Key != 0)
            index = (index + 1) & mask;
        _entries[index].Key = key;
        _entries[index].Value = value;
        Count++;
    }

    /// <summary>Removes a key that is in the map; later entries of its run move up.</summary>
    public void Remove(long key)
    {
        Entry[] entries = _entries;
        int mask = entries.Length - 1;
        int index = Home(key);
        while (entries[index].Key != key)
            index = (index + 1) & mask;

        int hole = index;
        while (true)
        {
            index = (index + 1) & mask;
            long next = entries[index].Key;
            if (next == 0)
                break;
            int distance = (index - Home(next)) & mask;
            if (distance < ((index - hole) & mask))
                continue;
            entries[hole] = entries[index];
            hole = index;
        }

        entries[hole] = default;
        Count--;
    }

    private int Home(long key) => unchecked((int)(SeededHash.Wide((ulong)key) >> _shift));

    private void Grow()
    {
        Entry[] old = _entries;
        _entries = new Entry[old.Length * 2];
        _shift--;
        Count = 0;
        foreach (Entry entry in old)
        {
            if (entry.Key != 0)
                Add(entry.Key, entry.Value);
        }
    }
}
