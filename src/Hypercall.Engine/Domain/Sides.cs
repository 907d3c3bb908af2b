namespace Hypercall.Engine.Domain;

/// <summary>What the two sides of a book are to each other.</summary>
public static class Sides
{
    /// <summary>The side that a side trades with.</summary>
    public static Side Opposite(Side side) => side == Side.Buy ? Side.Sell : Side.Buy;

    /// <summary>Whether an order of a side trades at a limit with one that rests on the other side.</summary>
    internal static bool Crosses(Side side, long limitUnits, long otherUnits) =>
        side == Side.Buy ? limitUnits >= otherUnits : limitUnits <= otherUnits;
}
