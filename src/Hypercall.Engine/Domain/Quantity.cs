namespace Hypercall.Engine.Domain;

/// <summary>
/// A number of contracts with 6 decimals, held as an integer number of 1e-6 contracts (the contract-unit scale of the
/// original engine). Signed where it is a position, unsigned in meaning where it is an order size.
/// </summary>
/// <param name="Units">The quantity in units of 1e-6 contracts.</param>
public readonly record struct Quantity(long Units) : IComparable<Quantity>
{
    /// <summary>Number of decimals of the unit.</summary>
    public const int Decimals = 6;

    /// <summary>Units in one contract.</summary>
    public const long UnitsPerContract = 1_000_000;

    /// <summary>
    /// Limit of |position| + open size of one wallet in one instrument: 1e9 contracts (project rule).
    /// </summary>
    public const long MaxExposureUnits = 1_000_000_000L * UnitsPerContract;

    /// <summary>
    /// Limit of what the venue holds of withdrawn contracts of one instrument: 9,000 of the largest positions (project
    /// rule), which 64 bits can hold beside one more.
    /// </summary>
    public const long MaxHeldUnits = 9_000 * MaxExposureUnits;

    /// <summary>
    /// Limit of Σ open size of one instrument (project rule): what a level of its book sums up then fits 64 bits.
    /// </summary>
    internal const long MaxOpenUnits = MaxHeldUnits;

    /// <summary>A whole number of contracts.</summary>
    /// <exception cref="OverflowException">The value does not fit 64 bits.</exception>
    public static Quantity FromContracts(long contracts) => new(checked(contracts * UnitsPerContract));

    public int CompareTo(Quantity other) => Units.CompareTo(other.Units);

    public static bool operator <(Quantity left, Quantity right) => left.Units < right.Units;
    public static bool operator >(Quantity left, Quantity right) => left.Units > right.Units;
    public static bool operator <=(Quantity left, Quantity right) => left.Units <= right.Units;
    public static bool operator >=(Quantity left, Quantity right) => left.Units >= right.Units;

    /// <summary>Shortest plain decimal, e.g. <c>0.01</c>.</summary>
    public override string ToString() => DecimalText.Format(Units, Decimals);
}
