using System.Numerics;

namespace Hypercall.Engine.Domain;

/// <summary>
/// The one place where ratios that do not come out even are rounded: midpoint away from zero (numbers.md §Rounding).
/// All results are exact integers of the caller's scale; products beyond 128 bits are carried in 192.
/// </summary>
public static class Rounding
{
    /// <summary>The whole, in parts per million.</summary>
    internal const long PpmUnit = 1_000_000;

    private const ulong PpmGrid = 1_000_000_000_000;
    private const ulong FifthPower = 244_140_625;

    /// <summary>value / divisor rounded to the nearest integer, midpoint away from zero.</summary>
    /// <param name="value">Any value but <see cref="Int128.MinValue"/>.</param>
    /// <param name="divisor">Greater than zero.</param>
    public static Int128 Divide(Int128 value, Int128 divisor)
    {
        UInt128 magnitude = (UInt128)(value < 0 ? -value : value);
        UInt128 bound = (UInt128)divisor;
        (UInt128 quotient, UInt128 remainder) = UInt128.DivRem(magnitude, bound);
        if (remainder >= bound - remainder)
            quotient++;
        return value < 0 ? -(Int128)quotient : (Int128)quotient;
    }

    /// <summary>value × multiplier / divisor rounded to the nearest integer, midpoint away from zero.</summary>
    /// <param name="value">Any value but <see cref="Int128.MinValue"/>.</param>
    /// <param name="multiplier">Zero or greater.</param>
    /// <param name="divisor">Greater than zero.</param>
    /// <exception cref="OverflowException">The result does not fit 127 bits.</exception>
    public static Int128 MultiplyDivide(Int128 value, long multiplier, long divisor)
    {
        UInt128 magnitude = (UInt128)(value < 0 ? -value : value);
        ulong factor = (ulong)multiplier;
        ulong bound = (ulong)divisor;
        if (magnitude <= ulong.MaxValue && Math.BigMul((ulong)magnitude, factor, out ulong product) == 0)
            return RoundedWord(product, bound, value < 0);

        UInt128 low = Math.BigMul((ulong)(magnitude & ulong.MaxValue), factor);
        UInt128 high = Math.BigMul((ulong)(magnitude >> 64), factor) + (low >> 64);

        // Schoolbook division of the 192-bit product by 64 bits, one 64-bit digit of the quotient at a time.
        (UInt128 top, UInt128 remainder) = UInt128.DivRem(high, bound);
        (UInt128 bottom, remainder) = UInt128.DivRem((remainder << 64) | (low & ulong.MaxValue), bound);
        if (top > (ulong)long.MaxValue)
            throw new OverflowException("value × multiplier / divisor exceeds 127 bits");
        UInt128 quotient = (top << 64) | bottom;
        if (remainder >= bound - remainder)
            quotient++;
        return value < 0 ? -(Int128)quotient : (Int128)quotient;
    }

    /// <summary>A quotient of words, as most are, rounded like every other.</summary>
    private static Int128 RoundedWord(ulong dividend, ulong divisor, bool isNegative)
    {
        (Int128 quotient, ulong remainder) = Math.DivRem(dividend, divisor);
        if (remainder >= divisor - remainder)
            quotient++;
        return isNegative ? -quotient : quotient;
    }

    /// <summary>
    /// ppm × cash to cash on the grid of 8 decimals: divides by 1e12 (1e6 of the rate, 1e6 of the grid), half away from
    /// zero, and puts the result back on the scale of cash. Every trade needs it twice, so the divisor is a constant.
    /// </summary>
    public static Int128 PpmToEightDecimals(Int128 ppmTimesCash)
    {
        UInt128 magnitude = (UInt128)(ppmTimesCash < 0 ? -ppmTimesCash : ppmTimesCash);

        // 1e12 = 2^12 × 5^12: after the shift a word is enough for nearly every fee, and one constant divides it.
        UInt128 shifted = magnitude >> 12;
        Int128 result = shifted <= ulong.MaxValue
            ? RoundedByWord(magnitude, (ulong)shifted / FifthPower)
            : RoundedWide(magnitude, shifted / FifthPower);
        return ppmTimesCash < 0 ? -result : result;
    }

    /// <summary>
    /// Rounds a quotient that fits a word: the remainder is less than 2^64, so that its lower half is all of it.
    /// </summary>
    private static Int128 RoundedByWord(UInt128 magnitude, ulong quotient)
    {
        ulong remainder = unchecked((ulong)magnitude - quotient * PpmGrid);
        if (remainder >= PpmGrid - remainder)
            quotient++;
        return (Int128)Math.BigMul(quotient, (ulong)Cash.UnitsPerRoundedUnit);
    }

    private static Int128 RoundedWide(UInt128 magnitude, UInt128 quotient)
    {
        UInt128 remainder = magnitude - quotient * PpmGrid;
        if (remainder >= PpmGrid - remainder)
            quotient++;
        return (Int128)quotient * Cash.UnitsPerRoundedUnit;
    }

    /// <summary>A part in ppm of an amount of cash, on the grid of 8 decimals, half away from zero.</summary>
    internal static Int128 PpmOfCash(Int128 units, long ppm) =>
        MultiplyDivide(units, ppm, (long)PpmGrid) * Cash.UnitsPerRoundedUnit;

    /// <summary>An amount of cash of zero or more down to the grid of 8 decimals.</summary>
    internal static Int128 DownToEightDecimals(Int128 units) =>
        units / Cash.UnitsPerRoundedUnit * Cash.UnitsPerRoundedUnit;

    /// <summary>Of two numbers above zero.</summary>
    internal static long GreatestCommonDivisor(long left, long right) =>
        (long)BigInteger.GreatestCommonDivisor(left, right);
}
