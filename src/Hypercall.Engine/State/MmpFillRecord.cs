namespace Hypercall.Engine.State;

/// <summary>
/// What counts in a protection window, at the greeks of its moment: the fills of one ms, or older ones that have become
/// one.
/// </summary>
/// <param name="TimestampMs">When it was filled; of several the latest, or when a fixed window opened.</param>
/// <param name="Counted">What it adds to the window's totals.</param>
internal readonly record struct MmpFillRecord(long TimestampMs, MmpTotals Counted);
