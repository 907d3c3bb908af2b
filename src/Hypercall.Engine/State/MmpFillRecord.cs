namespace Hypercall.Engine.State;

/// <summary>
/// What counts in a protection window, at the greeks of its moment: the fills of one ms, or older ones that have become
/// one.
/// </summary>
/// <param name="TimestampMs">When it was filled; the latest of several.</param>
/// <param name="QuantityUnits">Contracts, greater than zero.</param>
/// <param name="DeltaUnits">Delta × signed contracts in units of 1e-14; 0 where there were no greeks.</param>
/// <param name="VegaUnits">Vega × signed contracts in units of 1e-14 USDC; 0 where there were no greeks.</param>
internal readonly record struct MmpFillRecord(
    long TimestampMs, Int128 QuantityUnits, Int128 DeltaUnits, Int128 VegaUnits)
{
    /// <summary>This and a later one as one record, with the later time.</summary>
    public MmpFillRecord With(in MmpFillRecord later) => new(
        later.TimestampMs,
        QuantityUnits + later.QuantityUnits,
        DeltaUnits + later.DeltaUnits,
        VegaUnits + later.VegaUnits);
}
