namespace Hypercall.Engine.Modules.Margin;

/// <summary>
/// One option of a portfolio: what is held of it, as it is or as it is supposed to be, and its value.
/// </summary>
internal struct PortfolioLeg
{
    public Instrument Instrument;

    /// <summary>Slot of the wallet's entry, or -1 where there is none.</summary>
    public int Slot;

    public long QuantityUnits;
    public Int128 CostUnits;

    /// <summary>At the best mark there is; without one the leg does not move.</summary>
    public OptionValuation Valuation;

    public MarkQuality Marks;

    /// <summary>Whether scenarios move it.</summary>
    public readonly bool Moves => QuantityUnits != 0 && Valuation.HasMark && !Valuation.IsPending;

    /// <summary>Mark, or what counts instead of one that never was.</summary>
    public readonly long MarkUnits => Valuation.MarkOf(QuantityUnits, CostUnits);
}
