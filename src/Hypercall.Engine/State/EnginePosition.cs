namespace Hypercall.Engine.State;

/// <summary>What fills do to a position, without doing it (engine.md §6).</summary>
internal static class EnginePosition
{
    /// <summary>The position after a fill, and what the fill realizes.</summary>
    /// <param name="quantityUnits">Signed quantity before.</param>
    /// <param name="signedUnits">Signed quantity of the fill, positive for a buy.</param>
    /// <param name="newCostUnits">Cost after the fill; its quantity is the sum of both.</param>
    /// <param name="realizedPnlUnits">new cost − (old cost + signed quantity × price); a profit is positive.</param>
    public static void PreviewFill(
        long quantityUnits,
        Int128 costUnits,
        long signedUnits,
        long priceUnits,
        out Int128 newCostUnits,
        out Int128 realizedPnlUnits)
    {
        Int128 added = costUnits + Cash.NotionalUnits(priceUnits, signedUnits);
        bool adds = quantityUnits == 0 || quantityUnits < 0 == signedUnits < 0;
        newCostUnits = adds ? added : CostAfterReduction(quantityUnits, costUnits, signedUnits, priceUnits);
        realizedPnlUnits = newCostUnits - added;
    }

    /// <summary>
    /// Reducing releases cost in proportion, rounded half away from zero to the unit of cash; flat releases all;
    /// crossing zero closes, then opens the rest at the fill price. Adding in the same direction adds cost.
    /// </summary>
    private static Int128 CostAfterReduction(long quantityUnits, Int128 costUnits, long signedUnits, long priceUnits)
    {
        long newQuantity = quantityUnits + signedUnits;
        if (newQuantity == 0)
            return 0;
        return newQuantity < 0 == quantityUnits < 0
            ? costUnits - Rounding.MultiplyDivide(costUnits, Math.Abs(signedUnits), Math.Abs(quantityUnits))
            : Cash.NotionalUnits(priceUnits, newQuantity);
    }

    /// <summary>cost / quantity at 8 decimals, half away from zero; 0 when flat.</summary>
    public static Price EntryPrice(long quantityUnits, Int128 costUnits) =>
        quantityUnits == 0
            ? default
            : new Price((long)Rounding.Divide(
                quantityUnits < 0 ? -costUnits : costUnits, Math.Abs(quantityUnits)));
}
