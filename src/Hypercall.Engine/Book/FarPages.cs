namespace Hypercall.Engine.Book;

/// <summary>
/// The pages of a book's side that are too many and too far from the best price for <see cref="BookSide"/>'s one array:
/// the same order, greatest key first, cut into chunks. To add or remove one moves the pages of one chunk and at most
/// the list of chunks, so that a book of many lone levels is built and taken down in n log n.
/// </summary>
internal sealed class FarPages
{
    /// <summary>Most pages of a chunk; a full one is cut in two.</summary>
    public const int ChunkSize = 256;

    private readonly List<Chunk> _chunks = [];

    private sealed class Chunk
    {
        public readonly SortedPage[] Pages = new SortedPage[ChunkSize];
        public int Count;

        public long FirstKey => Pages[0].Key;
    }

    public bool IsEmpty => _chunks.Count == 0;

    /// <summary>The least key, which is the best.</summary>
    public long BestKey => _chunks[^1].Pages[_chunks[^1].Count - 1].Key;

    /// <summary>Pages and chunks that were moved to make or close room, since ever.</summary>
    public long Moved { get; private set; }

    /// <summary>The page of a key, or -1.</summary>
    public int Find(long key)
    {
        if (ChunkOf(key) is not { } chunk)
            return -1;
        int position = Search(chunk, key);
        return position < 0 ? -1 : chunk.Pages[position].Page;
    }

    /// <summary>The page with the next greater key, or -1. The key itself need not be there.</summary>
    public int NextWorse(long key)
    {
        int index = IndexOf(key);
        if (index < 0)
            return -1;
        int position = Search(_chunks[index], key);
        int before = (position < 0 ? ~position : position) - 1;
        if (before >= 0)
            return _chunks[index].Pages[before].Page;
        return index == 0 ? -1 : _chunks[index - 1].Pages[_chunks[index - 1].Count - 1].Page;
    }

    /// <summary>Adds a page whose key is not there.</summary>
    public void Insert(SortedPage page)
    {
        if (IsEmpty)
            _chunks.Add(new Chunk());
        int index = Math.Max(IndexOf(page.Key), 0);
        if (_chunks[index].Count == ChunkSize)
            index = Split(index, page.Key);
        Chunk chunk = _chunks[index];
        int position = ~Search(chunk, page.Key);
        Array.Copy(chunk.Pages, position, chunk.Pages, position + 1, chunk.Count - position);
        Moved += chunk.Count - position;
        chunk.Pages[position] = page;
        chunk.Count++;
    }

    /// <summary>Removes a key that is there.</summary>
    public void Remove(long key)
    {
        int index = IndexOf(key);
        Chunk chunk = _chunks[index];
        int position = Search(chunk, key);
        chunk.Count--;
        Array.Copy(chunk.Pages, position + 1, chunk.Pages, position, chunk.Count - position);
        Moved += chunk.Count - position;
        if (chunk.Count == 0)
            RemoveChunk(index);
    }

    /// <summary>Adds pages that are better than all others, at most a chunk of them.</summary>
    public void AddBest(ReadOnlySpan<SortedPage> pages)
    {
        var chunk = new Chunk { Count = pages.Length };
        pages.CopyTo(chunk.Pages);
        _chunks.Add(chunk);
        Moved += pages.Length;
    }

    /// <summary>Takes the best chunk's pages out and says how many there were.</summary>
    public int TakeBest(Span<SortedPage> pages)
    {
        Chunk chunk = _chunks[^1];
        chunk.Pages.AsSpan(0, chunk.Count).CopyTo(pages);
        Moved += chunk.Count;
        _chunks.RemoveAt(_chunks.Count - 1);
        return chunk.Count;
    }

    /// <summary>Forgets all pages.</summary>
    public void Clear() => _chunks.Clear();

    private Chunk? ChunkOf(long key)
    {
        int index = IndexOf(key);
        return index < 0 ? null : _chunks[index];
    }

    /// <summary>The last chunk whose first key is not less than a key: where it is, if at all; -1: in none.</summary>
    private int IndexOf(long key)
    {
        int low = 0;
        int high = _chunks.Count;
        while (low < high)
        {
            int middle = (low + high) >> 1;
            if (_chunks[middle].FirstKey >= key)
                low = middle + 1;
            else
                high = middle;
        }

        return low - 1;
    }

    /// <summary>Position of a key in a chunk, or the complement of where it belongs.</summary>
    private static int Search(Chunk chunk, long key)
    {
        int low = 0;
        int high = chunk.Count - 1;
        while (low <= high)
        {
            int middle = (low + high) >> 1;
            long found = chunk.Pages[middle].Key;
            if (found == key)
                return middle;
            if (found > key)
                low = middle + 1;
            else
                high = middle - 1;
        }

        return ~low;
    }

    /// <summary>Cuts a full chunk in two; gives the half that a key belongs to.</summary>
    private int Split(int index, long key)
    {
        const int Half = ChunkSize / 2;
        Chunk chunk = _chunks[index];
        var better = new Chunk { Count = ChunkSize - Half };
        chunk.Pages.AsSpan(Half, ChunkSize - Half).CopyTo(better.Pages);
        chunk.Count = Half;
        _chunks.Insert(index + 1, better);
        Moved += ChunkSize - Half + _chunks.Count - index;
        return key > better.FirstKey ? index : index + 1;
    }

    private void RemoveChunk(int index)
    {
        _chunks.RemoveAt(index);
        Moved += _chunks.Count - index;
    }
}
