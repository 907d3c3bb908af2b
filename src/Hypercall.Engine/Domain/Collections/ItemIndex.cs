namespace Hypercall.Engine.Domain.Collections;

/// <summary>The keys of the items that an <see cref="ItemIndex{TKey, TKeys}"/> finds.</summary>
internal interface IItemKeys<TKey>
{
    /// <summary>Hash of a key, which clients cannot foresee.</summary>
    int HashOf(in TKey key);

    /// <summary>Whether it is the key of an item that is in the index.</summary>
    bool IsKeyOf(int item, in TKey key);
}

/// <summary>
/// Finds items by keys that stand in the items themselves: of each it holds the number and the hash, eight bytes, in a
/// <see cref="SplittingTable{T}"/>, so that no addition waits for all others to be moved.
/// </summary>
internal sealed class ItemIndex<TKey, TKeys>(TKeys keys)
    where TKeys : struct, IItemKeys<TKey>
{
    private readonly SplittingTable<Entry> _table = new();

    private struct Entry : IHashedEntry
    {
        public uint Bits;

        /// <summary>One more than the item's number.</summary>
        public uint AfterItem;

        public readonly bool IsVacant => AfterItem == 0;

        /// <summary>The bits twice: tables take upper ones and lower ones.</summary>
        public readonly ulong Hash => (ulong)Bits << 32 | Bits;
    }

    public int Count => _table.Count;

    /// <summary>The item of a key, or -1.</summary>
    public int Find(in TKey key)
    {
        Entry sought = EntryOf(key, 0);
        int index = IndexOf(key, sought, out Entry[] bucket);
        return unchecked((int)bucket[index].AfterItem - 1);
    }

    /// <summary>Adds an item, from 0 up, whose key is not there.</summary>
    public void Add(in TKey key, int item) => _table.Add(EntryOf(key, item));

    /// <summary>Removes the item of a key that is there and still its own.</summary>
    public void Remove(in TKey key)
    {
        Entry sought = EntryOf(key, 0);
        int index = IndexOf(key, sought, out _);
        _table.RemoveAt(sought.Hash, index);
    }

    private Entry EntryOf(in TKey key, int item) =>
        new() { Bits = unchecked((uint)keys.HashOf(key)), AfterItem = (uint)item + 1 };

    /// <summary>Place of a key's entry in its bucket, or of the vacant one behind its run.</summary>
    private int IndexOf(in TKey key, in Entry sought, out Entry[] bucket)
    {
        bucket = _table.BucketOf(sought.Hash);
        int mask = bucket.Length - 1;
        int index = unchecked((int)sought.Bits) & mask;
        while (true)
        {
            ref Entry entry = ref bucket[index];
            if (entry.IsVacant
                || (entry.Bits == sought.Bits && keys.IsKeyOf(unchecked((int)entry.AfterItem - 1), key)))
            {
                return index;
            }

            index = (index + 1) & mask;
        }
    }
}
