using Hypercall.Engine.Numerics;

namespace Hypercall.Engine.Positions;

/// <summary>What a fill does to a position, without doing it (engine.md §6).</summary>
/// <param name="NewQuantityUnits">Signed quantity after the fill.</param>
/// <param name="NewCostUnits">Cost after the fill.</param>
/// <param name="RealizedPnlUnits">new cost − (old cost + signed quantity × price); a profit is positive.</param>
internal readonly record struct PositionFillTransition(
    long NewQuantityUnits, Int128 NewCostUnits, Int128 RealizedPnlUnits)
{
    /// <summary>
    /// Adding in the same direction adds cost; reducing releases cost in proportion, rounded half away from zero to
    /// the unit of cash; flat releases all; crossing zero closes, then opens the rest at the fill price.
    /// </summary>
    /// <param name="quantityUnits">Signed quantity before.</param>
    /// <param name="costUnits">Cost before.</param>
    /// <param name="signedUnits">Signed quantity of the fill, positive for a buy.</param>
    /// <param name="priceUnits">Fill price.</param>
    public static PositionFillTransition PreviewFill(
        long quantityUnits, Int128 costUnits, long signedUnits, long priceUnits)
    {
        long newQuantity = quantityUnits + signedUnits;
        Int128 traded = Cash.NotionalUnits(priceUnits, signedUnits);
        Int128 newCost;
        if (quantityUnits == 0 || Math.Sign(quantityUnits) == Math.Sign(signedUnits))
            return new PositionFillTransition(newQuantity, costUnits + traded, 0);
        if (newQuantity == 0)
            newCost = 0;
        else if (Math.Sign(newQuantity) == Math.Sign(quantityUnits))
            newCost = costUnits - Rounding.MultiplyDivide(costUnits, Math.Abs(signedUnits), Math.Abs(quantityUnits));
        else
            newCost = Cash.NotionalUnits(priceUnits, newQuantity);
        return new PositionFillTransition(newQuantity, newCost, newCost - (costUnits + traded));
    }

    /// <summary>cost / quantity at 8 decimals, half away from zero; 0 when flat.</summary>
    public static Price EntryPrice(long quantityUnits, Int128 costUnits) =>
        quantityUnits == 0 ? default : new Price((long)Rounding.Divide(quantityUnits < 0 ? -costUnits : costUnits, Math.Abs(quantityUnits)));
}
