namespace Hypercall.Engine.Modules.Margin;

/// <summary>
/// A sum of amounts per contract times contracts, or of parts in ppm of amounts, none below zero, kept exactly: such a
/// product may be finer than the unit of cash, so the millionths of a unit are carried beside the whole units. Rounded
/// once, where the rule says so.
/// </summary>
internal struct FineCash
{
    private const long Millionths = Quantity.UnitsPerContract;

    private Int128 _units;
    private long _millionths;

    /// <summary>The sum without what is finer than the unit of cash.</summary>
    public readonly Int128 WholeUnits => _units;

    /// <summary>Adds an amount times millionths: per contract times a quantity, or a part of it in ppm.</summary>
    /// <param name="units">Units of cash, zero or more.</param>
    /// <param name="millionths">Units of quantity or ppm, zero or more.</param>
    public void Add(Int128 units, long millionths)
    {
        _units += units * (millionths / Millionths);
        long rest = millionths % Millionths;
        if (rest == 0)
            return;
        Int128 part = units * rest;
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
