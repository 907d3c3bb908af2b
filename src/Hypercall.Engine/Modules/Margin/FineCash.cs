using Hypercall.Engine.Domain;

namespace Hypercall.Engine.Modules.Margin;

/// <summary>
/// A sum of amounts per contract times contracts, none below zero, kept exactly: such a product may be finer than the
/// unit of cash, so the millionths of a unit are carried beside the whole units. Rounded once, where margin says so.
/// </summary>
internal struct FineCash
{
    private const long Millionths = Quantity.UnitsPerContract;

    private Int128 _units;
    private long _millionths;

    /// <summary>The sum without what is finer than the unit of cash.</summary>
    public readonly Int128 WholeUnits => _units;

    /// <summary>Adds an amount per contract times a quantity.</summary>
    /// <param name="perContractUnits">Units of cash, zero or more.</param>
    /// <param name="quantityUnits">Units of quantity, zero or more.</param>
    public void Add(Int128 perContractUnits, long quantityUnits)
    {
        _units += perContractUnits * (quantityUnits / Millionths);
        long rest = quantityUnits % Millionths;
        if (rest == 0)
            return;
        Int128 part = perContractUnits * rest;
        _units += part / Millionths;
        Carry((long)(part % Millionths));
    }

    /// <summary>Adds another sum.</summary>
    public void Add(in FineCash other)
    {
        _units += other._units;
        Carry(other._millionths);
    }

    /// <summary>Adds whole units of cash.</summary>
    public void Add(Int128 units) => _units += units;

    /// <summary>Raises the sum to a number of whole units of cash if it is less.</summary>
    public void RaiseTo(Int128 units)
    {
        if (_units >= units)
            return;
        _units = units;
        _millionths = 0;
    }

    /// <summary>
    /// The sum on the grid of 8 decimals, half away from zero. Half of the grid is a whole number of units, so that the
    /// millionths of a sum that is not negative never decide.
    /// </summary>
    public readonly Int128 RoundedUnits() =>
        Rounding.Divide(_units, Cash.UnitsPerRoundedUnit) * Cash.UnitsPerRoundedUnit;

    private void Carry(long millionths)
    {
        _millionths += millionths;
        if (_millionths < Millionths)
            return;
        _millionths -= Millionths;
        _units++;
    }
}
