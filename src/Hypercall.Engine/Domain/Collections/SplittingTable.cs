namespace Hypercall.Engine.Domain.Collections;

/// <summary>An entry of a <see cref="SplittingTable{T}"/>; the default one is vacant.</summary>
internal interface IHashedEntry
{
    /// <summary>Whether there is none.</summary>
    bool IsVacant { get; }

    /// <summary>Its hash, the same for as long as it is in a table; all bits count.</summary>
    ulong Hash { get; }
}

/// <summary>
/// Entries by their hash, by open addressing with linear probing. It grows by extendible hashing (Fagin et al., 1979):
/// a bucket that has reached its greatest size is cut in two, so that no addition ever moves more than one bucket.
/// Nothing is allocated but on growth; it is never enumerated.
/// </summary>
internal sealed class SplittingTable<T>
    where T : struct, IHashedEntry
{
    private const int LeastEntries = 16;

    /// <summary>Entries of a bucket, half of which are in use when it is cut in two.</summary>
    private const int MostEntries = 4_096;

    /// <summary>
    /// By the upper bits of the hash; a bucket stands there once for each that its own depth leaves open.
    /// </summary>
    private Bucket[] _directory = [new(new T[LeastEntries], depth: 0)];

    /// <summary>The entries of each bucket of the directory: what searches look at.</summary>
    private T[][] _entries;
    private int _depth;

    /// <summary>What a bucket that was cut in two has left, for the next one.</summary>
    private T[]? _spare;

    public SplittingTable() => _entries = [_directory[0].Entries];

    private sealed class Bucket(T[] entries, int depth)
    {
        public T[] Entries = entries;
        public int Count;

        /// <summary>How many upper bits all hashes in the bucket share.</summary>
        public readonly int Depth = depth;

        /// <summary>Adds an entry for which there is room.</summary>
        public void Add(in T added)
        {
            T[] entries = Entries;
            int mask = entries.Length - 1;
            int index = unchecked((int)added.Hash) & mask;
            while (!entries[index].IsVacant)
                index = (index + 1) & mask;
            entries[index] = added;
            Count++;
        }
    }

    /// <summary>Number of entries.</summary>
    public int Count { get; private set; }

    /// <summary>
    /// The bucket of a hash. Entries of that hash stand from the place that its last bits give, one after the other up
    /// to a vacant one, around the end.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T[] BucketOf(ulong hash) => _entries[DirectoryIndex(hash)];

    /// <summary>Adds an entry that is not there.</summary>
    public void Add(in T entry)
    {
        ulong hash = entry.Hash;
        Bucket bucket = _directory[DirectoryIndex(hash)];
        while (bucket.Count * 2 >= bucket.Entries.Length)
        {
            Grow(bucket, hash);
            bucket = _directory[DirectoryIndex(hash)];
        }

        bucket.Add(entry);
        Count++;
    }

    /// <summary>Removes the entry at a place of the bucket of a hash; later ones of its run move up.</summary>
    public void RemoveAt(ulong hash, int index)
    {
        Bucket bucket = _directory[DirectoryIndex(hash)];
        T[] entries = bucket.Entries;
        int mask = entries.Length - 1;
        int hole = index;
        for (index = (hole + 1) & mask; !entries[index].IsVacant; index = (index + 1) & mask)
        {
            int distance = unchecked(index - (int)entries[index].Hash) & mask;
            if (distance < ((index - hole) & mask))
                continue;
            entries[hole] = entries[index];
            hole = index;
        }

        entries[hole] = default;
        bucket.Count--;
        Count--;
    }

    /// <summary>The upper bits, of which there may be none: a shift by 64 would be one by 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int DirectoryIndex(ulong hash) => unchecked((int)(hash >> 1 >> (63 - _depth)));

    private void Grow(Bucket bucket, ulong hash)
    {
        if (bucket.Entries.Length < MostEntries)
            Enlarge(bucket);
        else
            Split(bucket, hash);
    }

    /// <summary>Doubles the only bucket that there is: those that come of cutting are of the greatest size.</summary>
    private void Enlarge(Bucket bucket)
    {
        T[] old = bucket.Entries;
        bucket.Entries = new T[old.Length * 2];
        bucket.Count = 0;
        foreach (ref readonly T entry in old.AsSpan())
        {
            if (!entry.IsVacant)
                bucket.Add(entry);
        }

        _entries[0] = bucket.Entries;
    }

    private void Split(Bucket bucket, ulong hash)
    {
        if (bucket.Depth == _depth)
            DoubleDirectory();
        int depth = bucket.Depth + 1;
        var lower = new Bucket(TakeSpare(), depth);
        var upper = new Bucket(Chunk.Further<T>(MostEntries), depth);
        foreach (ref readonly T entry in bucket.Entries.AsSpan())
        {
            if (!entry.IsVacant)
                (IsUpper(entry.Hash, depth) ? upper : lower).Add(entry);
        }

        int places = 1 << (_depth - depth);
        int first = DirectoryIndex(hash) & ~(places * 2 - 1);
        Enter(lower, first, places);
        Enter(upper, first + places, places);
        _spare = bucket.Entries;
    }

    private T[] TakeSpare()
    {
        T[] entries = _spare ?? Chunk.Further<T>(MostEntries);
        entries.AsSpan().Clear();
        return entries;
    }

    private static bool IsUpper(ulong hash, int depth) => (hash >> (64 - depth) & 1) != 0;

    private void Enter(Bucket bucket, int first, int places)
    {
        _directory.AsSpan(first, places).Fill(bucket);
        _entries.AsSpan(first, places).Fill(bucket.Entries);
    }

    private void DoubleDirectory()
    {
        var doubled = new Bucket[_directory.Length * 2];
        _entries = new T[doubled.Length][];
        for (int i = 0; i < doubled.Length; i++)
        {
            doubled[i] = _directory[i >> 1];
            _entries[i] = doubled[i].Entries;
        }

        _directory = doubled;
        _depth++;
    }
}
