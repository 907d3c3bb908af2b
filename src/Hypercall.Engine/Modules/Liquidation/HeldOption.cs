namespace Hypercall.Engine.Modules.Liquidation;

/// <summary>
/// A position as liquidation counts it: at its current mark, else the last one, else what was never marked.
/// </summary>
internal readonly record struct HeldOption(
    Instrument Instrument, long QuantityUnits, long MarkUnits, long IndexUnits, MarkQuality Marks)
{
    /// <summary>Contracts, without a sign.</summary>
    public long SizeUnits => Math.Abs(QuantityUnits);

    /// <summary>The side on which it is closed.</summary>
    public Side ClosingSide => QuantityUnits > 0 ? Side.Sell : Side.Buy;

    /// <summary>Mark × contracts; negative for a short.</summary>
    public Int128 ValueUnits => Cash.NotionalUnits(MarkUnits, QuantityUnits);

    /// <summary>Mark × contracts, without a sign.</summary>
    public Int128 GrossUnits => Cash.NotionalUnits(MarkUnits, SizeUnits);
}
