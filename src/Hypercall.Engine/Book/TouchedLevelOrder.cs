using Hypercall.Engine.Domain;

namespace Hypercall.Engine.Book;

/// <summary>Touched levels by side, then best first, then in the order of their touches.</summary>
internal sealed class TouchedLevelOrder
{
    public TouchedLevelOrder() => Comparison = Compare;

    /// <summary>The order, as sorting takes it.</summary>
    public Comparison<TouchedLevel> Comparison { get; }

    /// <summary>Comparisons made since ever.</summary>
    public long Comparisons { get; private set; }

    private int Compare(TouchedLevel left, TouchedLevel right)
    {
        Comparisons++;
        if (left.Side != right.Side)
            return left.Side < right.Side ? -1 : 1;
        if (left.PriceUnits != right.PriceUnits)
            return left.PriceUnits > right.PriceUnits == (left.Side == Side.Buy) ? -1 : 1;
        return left.Rank.CompareTo(right.Rank);
    }
}
