namespace Hypercall.Engine.Modules.Margin;

/// <summary>
/// The longs of one type that may cover a short (risk.md §A4), by strike, so that <see cref="ShortCover"/> finds the
/// nearest one by a search. Strikes of puts are given with their sign turned: then of either type a greater one lies
/// beyond. Longs of one strike stand in no order, since each covers every further short as well as the others do.
/// </summary>
internal sealed class CoveringLongs
{
    private readonly List<(long Strike, int Place)> _longs = [];

    public int Count => _longs.Count;

    /// <summary>Longs that searches have looked at, all together: shows how they grow, without a clock.</summary>
    public long Looks { get; private set; }

    /// <summary>Place of the leg at a rank.</summary>
    public int this[int rank] => _longs[rank].Place;

    public void Clear() => _longs.Clear();

    public void Add(long strike, int place) => _longs.Insert(FirstBeyond(strike), (strike, place));

    public void RemoveAt(int rank) => _longs.RemoveAt(rank);

    /// <summary>Rank of the long that lies least beyond a strike, of those nearest to it; -1: there is none.</summary>
    /// <param name="width">How far it lies beyond, zero or more.</param>
    public int FindNearest(long strike, out long width)
    {
        int beyond = FirstBeyond(strike);
        width = beyond > 0 || Count == 0 ? 0 : _longs[0].Strike - strike;
        return beyond > 0 ? beyond - 1 : Count > 0 ? 0 : -1;
    }

    /// <summary>Rank of the first long that lies beyond a strike.</summary>
    private int FirstBeyond(long strike)
    {
        int first = 0;
        int end = Count;
        while (first < end)
        {
            int middle = (first + end) / 2;
            Looks++;
            if (_longs[middle].Strike <= strike)
                first = middle + 1;
            else
                end = middle;
        }

        return first;
    }
}
