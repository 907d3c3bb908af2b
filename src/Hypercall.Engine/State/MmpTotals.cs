namespace Hypercall.Engine.State;

/// <summary>What a protection window adds up to: quantity unsigned, delta and vega signed (engine.md §9).</summary>
/// <param name="QuantityUnits">Contracts in units of 1e-6.</param>
/// <param name="DeltaUnits">Delta in units of 1e-14.</param>
/// <param name="VegaUnits">Vega in units of 1e-14 USDC.</param>
internal readonly record struct MmpTotals(Int128 QuantityUnits, Int128 DeltaUnits, Int128 VegaUnits)
{
    public static MmpTotals operator +(in MmpTotals totals, in MmpFillRecord fill) => new(
        totals.QuantityUnits + fill.QuantityUnits,
        totals.DeltaUnits + fill.DeltaUnits,
        totals.VegaUnits + fill.VegaUnits);

    public static MmpTotals operator -(in MmpTotals totals, in MmpFillRecord fill) => new(
        totals.QuantityUnits - fill.QuantityUnits,
        totals.DeltaUnits - fill.DeltaUnits,
        totals.VegaUnits - fill.VegaUnits);

    public static MmpTotals operator +(in MmpTotals left, in MmpTotals right) => new(
        left.QuantityUnits + right.QuantityUnits,
        left.DeltaUnits + right.DeltaUnits,
        left.VegaUnits + right.VegaUnits);
}
