namespace Hypercall.Engine.Domain;

/// <summary>What the two sides of a book are to each other.</summary>
public static class Sides
{
    /// <summary>The side that a side trades with.</summary>
    public static Side Opposite(Side side) => side == Side.Buy ? Side.Sell : Side.Buy;

    /// <summary>Contracts of a side: positive for a buy, negative for a sell.</summary>
    internal static long Signed(Side side, long units) => side == Side.Buy ? units : -units;

    /// <summary>Whether an order of a side trades at a limit with one that rests on the other side.</summary>
    internal static bool Crosses(Side side, long limitUnits, long otherUnits) =>
        side == Side.Buy ? limitUnits >= otherUnits : limitUnits <= otherUnits;
}
