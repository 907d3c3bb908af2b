using Hypercall.Engine.Domain.Collections;

namespace Hypercall.Engine.Tests.OrderBook;

public sealed class SplittingTableTests
{
    private readonly SplittingTable<Entry> _table = new();

    private readonly record struct Entry(ulong Hash, int Name) : IHashedEntry
    {
        public bool IsVacant => Name == 0;
    }

    /// <summary>
    /// A process that draws such secrets sees one of these once in a million removals: places are counted without
    /// regard to signs.
    /// </summary>
    [Theory]
    [InlineData(0x0000_0000_8000_0000UL)]
    [InlineData(0x0000_0000_8000_0005UL)]
    [InlineData(0x0000_0000_7fff_ffffUL)]
    [InlineData(0x0000_0000_ffff_fffeUL)]
    [InlineData(0xffff_ffff_8000_000eUL)]
    public void Later_entries_of_a_run_move_up_whatever_their_hash_is(ulong hash)
    {
        for (int name = 1; name <= 5; name++)
            _table.Add(new Entry(hash, name));
        List<int> left = [1, 2, 3, 4, 5];
        foreach (int name in new[] { 1, 4, 2, 5, 3 })
        {
            _table.RemoveAt(hash, PlaceOf(hash, name));
            left.Remove(name);
            Assert.Equal(left.Count, _table.Count);
            Assert.All(left, rest => Assert.InRange(PlaceOf(hash, rest), 0, int.MaxValue));
            Assert.Equal(-1, PlaceOf(hash, name));
        }
    }

    /// <summary>Where an entry is found, or -1.</summary>
    private int PlaceOf(ulong hash, int name)
    {
        Entry[] bucket = _table.BucketOf(hash);
        int mask = bucket.Length - 1;
        for (int index = unchecked((int)hash) & mask; !bucket[index].IsVacant; index = (index + 1) & mask)
        {
            if (bucket[index].Name == name)
                return index;
        }

        return -1;
    }
}
