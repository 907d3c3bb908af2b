namespace Hypercall.Engine.Domain;

/// <summary>
/// An amount of USDC with 14 decimals in 128 bits, so that price × quantity is exact and the books balance to the
/// last unit (8 decimals of <see cref="Price"/> plus 6 of <see cref="Quantity"/>).
/// </summary>
/// <param name="Units">The amount in units of 1e-14 USDC.</param>
public readonly record struct Cash(Int128 Units) : IComparable<Cash>
{
    /// <summary>Number of decimals of the unit.</summary>
    public const int Decimals = 14;

    /// <summary>Units in one USDC.</summary>
    public const long UnitsPerUsdc = 100_000_000_000_000;

    /// <summary>Units in 1e-8 USDC, the grid that rounded amounts (fees, settlement) lie on.</summary>
    public const long UnitsPerRoundedUnit = 1_000_000;

    /// <summary>Limit of the sum of all deposits: 1e15 USDC (project rule, engine.md §6).</summary>
    public static readonly Int128 MaxDepositsUnits = (Int128)1_000_000_000_000_000 * UnitsPerUsdc;

    public static Cash Zero => default;

    /// <summary>The amount of a whole number of USDC.</summary>
    public static Cash FromUsdc(long usdc) => new((Int128)usdc * UnitsPerUsdc);

    /// <summary>price × quantity, exactly.</summary>
    public static Cash Notional(Price price, Quantity quantity) => new(NotionalUnits(price.Units, quantity.Units));

    /// <summary>price × quantity in units of 1e-14 USDC, exactly; cannot overflow.</summary>
    internal static Int128 NotionalUnits(long priceUnits, long quantityUnits)
    {
        long high = Math.BigMul(priceUnits, quantityUnits, out long low);
        return new Int128(unchecked((ulong)high), unchecked((ulong)low));
    }

    /// <summary>
    /// An amount times a factor: two products in place of the four and the signs of the general one, which every fee
    /// would pay several times.
    /// </summary>
    /// <param name="units">Any amount but <see cref="Int128.MinValue"/>.</param>
    /// <param name="factor">Any but <see cref="long.MinValue"/>.</param>
    /// <exception cref="OverflowException">The result does not fit 127 bits.</exception>
    internal static Int128 Times(Int128 units, long factor)
    {
        UInt128 magnitude = (UInt128)(units < 0 ? -units : units);
        ulong times = (ulong)Math.Abs(factor);
        ulong high = Math.BigMul(unchecked((ulong)magnitude), times, out ulong low);
        ulong beyond = Math.BigMul(unchecked((ulong)(magnitude >> 64)), times, out ulong upper);
        high += upper;
        if (beyond != 0 || high > long.MaxValue)
            throw new OverflowException("an amount of cash times a factor exceeds 127 bits");
        var product = new Int128(high, low);
        return units < 0 != factor < 0 ? -product : product;
    }

    public int CompareTo(Cash other) => Units.CompareTo(other.Units);

    public static Cash operator +(Cash left, Cash right) => new(checked(left.Units + right.Units));
    public static Cash operator -(Cash left, Cash right) => new(checked(left.Units - right.Units));
    public static Cash operator -(Cash value) => new(checked(-value.Units));
    public static bool operator <(Cash left, Cash right) => left.Units < right.Units;
    public static bool operator >(Cash left, Cash right) => left.Units > right.Units;
    public static bool operator <=(Cash left, Cash right) => left.Units <= right.Units;
    public static bool operator >=(Cash left, Cash right) => left.Units >= right.Units;

    /// <summary>Shortest plain decimal, e.g. <c>-12.5</c>.</summary>
    public override string ToString() => DecimalText.Format(Units, Decimals);
}
