using System.Runtime.CompilerServices;

namespace Hypercall.Engine.Domain.Collections;

/// <summary>
/// Maps positive 64-bit keys to non-negative ints by open addressing with linear probing. Clients have a say in which
/// keys there are, so their places come from <see cref="SeededHash"/>. It grows by extendible hashing (Fagin et al.,
/// 1979): a bucket that has reached its greatest size is cut in two, so that no addition ever moves more than one
/// bucket. Nothing is allocated but on growth; it is never enumerated.
/// </summary>
internal sealed class LongMap
{
    private const int LeastEntries = 16;

    /// <summary>Entries of a bucket, half of which are in use when it is cut in two.</summary>
    private const int MostEntries = 4_096;

    /// <summary>
    /// By the upper bits of the hash; a bucket stands there once for each that its own depth leaves open.
    /// </summary>
    private Bucket[] _directory = [new(LeastEntries, depth: 0)];
    private int _depth;

    private struct Entry
    {
        public long Key;
        public int Value;
    }

    private sealed class Bucket(int entries, int depth)
    {
        public Entry[] Entries = new Entry[entries];
        public int Count;

        /// <summary>How many upper bits all hashes in the bucket share.</summary>
        public readonly int Depth = depth;

        /// <summary>Adds a key that is not there and for which there is room.</summary>
        public void Add(ulong hash, in Entry added)
        {
            Entry[] entries = Entries;
            int mask = entries.Length - 1;
            int index = unchecked((int)hash) & mask;
            while (entries[index].Key != 0)
                index = (index + 1) & mask;
            entries[index] = added;
            Count++;
        }
    }

    public int Count { get; private set; }

    /// <summary>The value of a key, or -1.</summary>
    public int Find(long key)
    {
        ulong hash = SeededHash.Wide((ulong)key);
        Entry[] entries = BucketOf(hash).Entries;
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
    public void Add(long key, int value)
    {
        ulong hash = SeededHash.Wide((ulong)key);
        Bucket bucket = BucketOf(hash);
        while (bucket.Count * 2 >= bucket.Entries.Length)
        {
            Grow(bucket, hash);
            bucket = BucketOf(hash);
        }

        bucket.Add(hash, new Entry { Key = key, Value = value });
        Count++;
    }

    /// <summary>Removes a key that is in the map; later entries of its run move up.</summary>
    public void Remove(long key)
    {
        ulong hash = SeededHash.Wide((ulong)key);
        Bucket bucket = BucketOf(hash);
        Entry[] entries = bucket.Entries;
        int mask = entries.Length - 1;
        int hole = unchecked((int)hash) & mask;
        while (entries[hole].Key != key)
            hole = (hole + 1) & mask;

        for (int index = (hole + 1) & mask; entries[index].Key != 0; index = (index + 1) & mask)
        {
            int distance = (index - unchecked((int)SeededHash.Wide((ulong)entries[index].Key))) & mask;
            if (distance < ((index - hole) & mask))
                continue;
            entries[hole] = entries[index];
            hole = index;
        }

        entries[hole] = default;
        bucket.Count--;
        Count--;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Bucket BucketOf(ulong hash) => _directory[DirectoryIndex(hash)];

    /// <summary>The upper bits, of which there may be none: a shift by 64 would be one by 0.</summary>
    private int DirectoryIndex(ulong hash) => (int)(hash >> 1 >> (63 - _depth));

    private void Grow(Bucket bucket, ulong hash)
    {
        if (bucket.Entries.Length < MostEntries)
            Enlarge(bucket);
        else
            Split(bucket, hash);
    }

    private static void Enlarge(Bucket bucket)
    {
        Entry[] old = bucket.Entries;
        bucket.Entries = new Entry[old.Length * 2];
        bucket.Count = 0;
        foreach (ref readonly Entry entry in old.AsSpan())
        {
            if (entry.Key != 0)
                bucket.Add(SeededHash.Wide((ulong)entry.Key), entry);
        }
    }

    private void Split(Bucket bucket, ulong hash)
    {
        if (bucket.Depth == _depth)
            DoubleDirectory();
        int depth = bucket.Depth + 1;
        var lower = new Bucket(MostEntries, depth);
        var upper = new Bucket(MostEntries, depth);
        foreach (ref readonly Entry entry in bucket.Entries.AsSpan())
        {
            if (entry.Key == 0)
                continue;
            ulong moved = SeededHash.Wide((ulong)entry.Key);
            (IsUpper(moved, depth) ? upper : lower).Add(moved, entry);
        }

        int places = 1 << (_depth - depth);
        int first = DirectoryIndex(hash) & ~(places * 2 - 1);
        _directory.AsSpan(first, places).Fill(lower);
        _directory.AsSpan(first + places, places).Fill(upper);
    }

    private static bool IsUpper(ulong hash, int depth) => (hash >> (64 - depth) & 1) != 0;

    private void DoubleDirectory()
    {
        var doubled = new Bucket[_directory.Length * 2];
        for (int i = 0; i < doubled.Length; i++)
            doubled[i] = _directory[i >> 1];
        _directory = doubled;
        _depth++;
    }
}
