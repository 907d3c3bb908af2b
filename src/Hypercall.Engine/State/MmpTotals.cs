namespace Hypercall.Engine.State;

/// <summary>
/// What fills add up to in a protection window: quantity unsigned, delta and vega signed (engine.md §9). Sums wrap
/// around, so that the difference of two is exact however many fills both have in common.
/// </summary>
/// <param name="QuantityUnits">Contracts in units of 1e-6.</param>
/// <param name="DeltaUnits">Delta × signed contracts in units of 1e-14; 0 where there were no greeks.</param>
/// <param name="VegaUnits">Vega × signed contracts in units of 1e-14 USDC; 0 where there were no greeks.</param>
internal readonly record struct MmpTotals(Int128 QuantityUnits, Int128 DeltaUnits, Int128 VegaUnits)
{
    public static MmpTotals operator +(in MmpTotals left, in MmpTotals right) => unchecked(new(
        left.QuantityUnits + right.QuantityUnits,
        left.DeltaUnits + right.DeltaUnits,
        left.VegaUnits + right.VegaUnits));

    public static MmpTotals operator -(in MmpTotals left, in MmpTotals right) => unchecked(new(
        left.QuantityUnits - right.QuantityUnits,
        left.DeltaUnits - right.DeltaUnits,
        left.VegaUnits - right.VegaUnits));
}
