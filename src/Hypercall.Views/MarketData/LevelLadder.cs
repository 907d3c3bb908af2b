namespace Hypercall.Views.MarketData;

/// <summary>
/// One side of an L2 book: its levels sorted, the best at the end of the list, where most changes are; and the prices
/// touched since changes were last taken. Not thread-safe.
/// </summary>
/// <param name="side">Which side; of bids the highest is the best, of asks the lowest.</param>
public sealed class LevelLadder(Side side)
{
    private readonly Comparer<BookLevel> _worstBefore = Comparer<BookLevel>.Create(side == Side.Buy
        ? (left, right) => left.Price.CompareTo(right.Price)
        : (left, right) => right.Price.CompareTo(left.Price));

    private readonly List<BookLevel> _worstFirst = [];
    private readonly SortedSet<long> _touched = [];

    /// <summary>The best level; null: there is none.</summary>
    public BookLevel? Best => _worstFirst is [.., var best] ? best : null;

    /// <summary>All levels as they are while it is enumerated, best first.</summary>
    public IEnumerable<BookLevel> BestFirst()
    {
        for (int index = _worstFirst.Count - 1; index >= 0; index--)
            yield return _worstFirst[index];
    }

    /// <summary>Sets a level; size 0 removes it.</summary>
    public void Put(in BookLevel level)
    {
        int index = Find(level.Price);
        if (index < 0 && level.Size.Units != 0)
            _worstFirst.Insert(~index, level);
        else if (index >= 0 && level.Size.Units != 0)
            _worstFirst[index] = level;
        else if (index >= 0)
            _worstFirst.RemoveAt(index);
    }

    /// <summary>Sets a level, and notes it as touched.</summary>
    internal void Set(in BookLevel level)
    {
        Put(level);
        _touched.Add(level.Price.Units);
    }

    /// <summary>Touched levels as they are now, best first; then none is touched.</summary>
    internal BookLevel[] TakeTouched()
    {
        if (_touched.Count == 0)
            return [];
        var levels = new List<BookLevel>(_touched.Count);
        foreach (long units in _touched)
        {
            int index = Find(new Price(units));
            levels.Add(index >= 0 ? _worstFirst[index] : new BookLevel(new Price(units), default));
        }

        _touched.Clear();
        if (side == Side.Buy)
            levels.Reverse();
        return [.. levels];
    }

    /// <summary>The index of a price; where it is not there, the complement of where it would be.</summary>
    private int Find(Price price) => _worstFirst.BinarySearch(new BookLevel(price, default), _worstBefore);
}
