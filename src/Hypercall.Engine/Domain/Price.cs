namespace Hypercall.Engine.Domain;

/// <summary>
/// A price in USDC with 8 decimals, held as an integer number of 1e-8 USDC. May be any 64-bit value; whether a price
/// is acceptable (positive, on tick, at most <see cref="MaxUnits"/>) is decided by the engine's checks, not here.
/// </summary>
/// <param name="Units">The price in units of 1e-8 USDC.</param>
public readonly record struct Price(long Units) : IComparable<Price>
{
    /// <summary>Number of decimals of the unit.</summary>
    public const int Decimals = 8;

    /// <summary>Units in one USDC.</summary>
    public const long UnitsPerUsdc = 100_000_000;

    /// <summary>Largest price the engine admits: 1e9 USDC (project rule, engine.md §6).</summary>
    public const long MaxUnits = 1_000_000_000L * UnitsPerUsdc;

    /// <summary>The price of a whole number of USDC.</summary>
    /// <exception cref="OverflowException">The value does not fit 64 bits.</exception>
    public static Price FromUsdc(long usdc) => new(checked(usdc * UnitsPerUsdc));

    public int CompareTo(Price other) => Units.CompareTo(other.Units);

    public static bool operator <(Price left, Price right) => left.Units < right.Units;
    public static bool operator >(Price left, Price right) => left.Units > right.Units;
    public static bool operator <=(Price left, Price right) => left.Units <= right.Units;
    public static bool operator >=(Price left, Price right) => left.Units >= right.Units;

    /// <summary>Shortest plain decimal, e.g. <c>0.5</c>.</summary>
    public override string ToString() => DecimalText.Format(Units, Decimals);
}
