using Hypercall.Engine.Domain;

namespace Hypercall.Engine.Modules.Liquidation;

/// <summary>
/// A sum of parts in ppm of amounts of cash, none below zero, kept exactly and rounded once to 8 decimals.
/// </summary>
internal struct PpmSum
{
    /// <summary>Ppm of a unit of cash in a unit of the grid of 8 decimals.</summary>
    private const long Grid = Rounding.PpmUnit * Cash.UnitsPerRoundedUnit;

    private Int128 _wholes;
    private Int128 _rest;

    /// <summary>Adds a part of an amount.</summary>
    public void Add(Int128 units, long ppm)
    {
        _wholes += units / Grid * ppm;
        _rest += units % Grid * ppm;
    }

    /// <summary>The sum in units of cash, on the grid of 8 decimals, half away from zero.</summary>
    public readonly Int128 RoundedUnits() => (_wholes + Rounding.Divide(_rest, Grid)) * Cash.UnitsPerRoundedUnit;
}
