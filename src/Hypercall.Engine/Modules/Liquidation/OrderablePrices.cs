namespace Hypercall.Engine.Modules.Liquidation;

/// <summary>
/// The prices that an order could have: multiples of the tick that holds there, with so many significant figures. Both
/// grids are coarser the higher the price, so that within a decade and a step of the table one grid holds.
/// </summary>
internal static class OrderablePrices
{
    private const int Base = 10;

    /// <summary>The greatest such price at or below one; the least there is where none is.</summary>
    public static long? AtOrBelow(UnderlyingRules rules, int figures, long priceUnits)
    {
        long price = Math.Min(priceUnits, Price.MaxUnits);
        while (price > 0)
        {
            Grid grid = GridAt(rules, figures, price);
            long rounded = (long)(price / grid.StepUnits * grid.StepUnits);
            if (rounded >= grid.FirstUnits)
                return rounded;
            price = grid.FirstUnits - 1;
        }

        return AtOrAbove(rules, figures, 1);
    }

    /// <summary>The least such price at or above one, or null where none is.</summary>
    public static long? AtOrAbove(UnderlyingRules rules, int figures, Int128 priceUnits)
    {
        Int128 price = Int128.Max(1, priceUnits);
        while (price <= Price.MaxUnits)
        {
            Grid grid = GridAt(rules, figures, (long)price);
            Int128 rounded = (price + grid.StepUnits - 1) / grid.StepUnits * grid.StepUnits;
            if (rounded <= grid.LastUnits)
                return (long)rounded;
            price = (Int128)grid.LastUnits + 1;
        }

        return null;
    }

    /// <summary>One grid and the range in which it holds.</summary>
    private readonly record struct Grid(long FirstUnits, long LastUnits, Int128 StepUnits);

    private static Grid GridAt(UnderlyingRules rules, int figures, long price)
    {
        long decade = 1;
        int digits = 1;
        for (; price / Base >= decade; decade *= Base)
            digits++;
        long coarse = 1;
        for (; figures != 0 && digits > figures; digits--)
            coarse *= Base;
        TickRange range = rules.TickRangeAt(price);
        long first = Math.Max(decade, range.FirstUnits);
        long last = Math.Min(Math.Min(decade * Base - 1, range.LastUnits), Price.MaxUnits);
        long shared = Rounding.GreatestCommonDivisor(range.TickUnits, coarse);
        return new Grid(first, last, (Int128)range.TickUnits / shared * coarse);
    }
}
