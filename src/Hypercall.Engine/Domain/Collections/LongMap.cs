namespace Hypercall.Engine.Domain.Collections;

/// <summary>
/// Maps positive 64-bit keys to non-negative ints, in a <see cref="SplittingTable{T}"/>. Clients have a say in which
/// keys there are, so their places come from <see cref="SeededHash"/>.
/// </summary>
internal sealed class LongMap
{
    private readonly SplittingTable<Entry> _table = new();

    private struct Entry : IHashedEntry
    {
        public long Key;
        public int Value;

        public readonly bool IsVacant => Key == 0;

        public readonly ulong Hash => SeededHash.Wide((ulong)Key);
    }

    public int Count => _table.Count;

    /// <summary>The value of a key, or -1.</summary>
    public int Find(long key)
    {
        ulong hash = SeededHash.Wide((ulong)key);
        Entry[] entries = _table.BucketOf(hash);
        int mask = entries.Length - 1;
        int index = unchecked((int)hash) & mask;
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
    public void Add(long key, int value) => _table.Add(new Entry { Key = key, Value = value });

    /// <summary>Removes a key that is in the map.</summary>
    public void Remove(long key)
    {
        ulong hash = SeededHash.Wide((ulong)key);
        Entry[] entries = _table.BucketOf(hash);
        int mask = entries.Length - 1;
        int index = unchecked((int)hash) & mask;
        while (entries[index].Key != key)
            index = (index + 1) & mask;
        _table.RemoveAt(hash, index);
    }
}
