namespace Hypercall.Engine.Mmp;

/// <summary>A fill that counts in a protection window, at the greeks of its moment.</summary>
/// <param name="TimestampMs">When it was filled.</param>
/// <param name="QuantityUnits">Contracts, greater than zero.</param>
/// <param name="DeltaUnits">Delta × signed contracts in units of 1e-14; 0 where there were no greeks.</param>
/// <param name="VegaUnits">Vega × signed contracts in units of 1e-14 USDC; 0 where there were no greeks.</param>
internal readonly record struct MmpFillRecord(
    long TimestampMs, long QuantityUnits, Int128 DeltaUnits, Int128 VegaUnits);
