namespace Hypercall.Engine.Domain;

/// <summary>
/// Plain decimal text of the scaled integers: the shortest form, no exponent, no culture. Used at the edges (JSON,
/// console, messages); nothing in the engine reads text.
/// </summary>
public static class DecimalText
{
    /// <summary>Most decimals of a scale of which 64 bits hold a whole.</summary>
    public const int MaxShortDecimals = 18;

    private const int MaxDigits = 40;
    private static readonly Int128 LargestBeforeDigit = (Int128.MaxValue - 9) / 10;

    /// <summary>By exponent, those that 64 bits hold.</summary>
    internal static ReadOnlySpan<long> PowersOfTen =>
    [
        1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000, 10_000_000_000,
        100_000_000_000, 1_000_000_000_000, 10_000_000_000_000, 100_000_000_000_000, 1_000_000_000_000_000,
        10_000_000_000_000_000, 100_000_000_000_000_000, 1_000_000_000_000_000_000,
    ];

    /// <summary>Formats <paramref name="units"/> / 10^<paramref name="decimals"/> in the shortest plain form.</summary>
    /// <param name="decimals">Number of decimals of the scale, 0 to 38.</param>
    public static string Format(Int128 units, int decimals)
    {
        Span<char> buffer = stackalloc char[MaxDigits + 3];
        int length = Format(units, decimals, buffer);
        return new string(buffer[..length]);
    }

    /// <summary>As <see cref="Format(Int128, int)"/>, into a buffer of at least 43 characters.</summary>
    /// <returns>The number of characters written.</returns>
    public static int Format(Int128 units, int decimals, Span<char> destination)
    {
        bool negative = units < 0;
        UInt128 rest = unchecked(negative ? (UInt128)(-units) : (UInt128)units);
        Span<char> digits = stackalloc char[MaxDigits];
        int count = 0;
        while (rest > ulong.MaxValue)
        {
            (rest, UInt128 digit) = UInt128.DivRem(rest, 10);
            digits[count++] = (char)('0' + (int)digit);
        }

        ulong small = (ulong)rest;
        while (small != 0 || count <= decimals)
        {
            digits[count++] = (char)('0' + (int)(small % 10));
            small /= 10;
        }

        int trailing = 0;
        while (trailing < decimals && digits[trailing] == '0')
            trailing++;

        int length = 0;
        if (negative)
            destination[length++] = '-';
        for (int i = count - 1; i >= decimals; i--)
            destination[length++] = digits[i];
        if (trailing < decimals)
        {
            destination[length++] = '.';
            for (int i = decimals - 1; i >= trailing; i--)
                destination[length++] = digits[i];
        }

        return length;
    }

    /// <summary>As <see cref="Format(Int128, int)"/>, in UTF-8.</summary>
    /// <param name="decimals">Number of decimals of the scale, at most <see cref="MaxShortDecimals"/>.</param>
    /// <param name="destination">At least 21 bytes.</param>
    /// <returns>The number of bytes written.</returns>
    public static int Format(long units, int decimals, Span<byte> destination)
    {
        int length = 0;
        if (units < 0)
            destination[length++] = (byte)'-';
        ulong rest = unchecked(units < 0 ? 0 - (ulong)units : (ulong)units);
        (ulong whole, ulong part) = Math.DivRem(rest, (ulong)PowersOfTen[decimals]);
        int places = 1;
        for (ulong left = whole; left >= 10; left /= 10)
            places++;
        WriteDigits(whole, destination.Slice(length, places));
        length += places;
        if (part == 0)
            return length;
        destination[length++] = (byte)'.';
        WriteDigits(part, destination.Slice(length, decimals));
        return length + destination.Slice(length, decimals).LastIndexOfAnyExcept((byte)'0') + 1;
    }

    private static void WriteDigits(ulong value, Span<byte> destination)
    {
        for (int place = destination.Length - 1; place >= 0; place--)
        {
            (value, ulong digit) = Math.DivRem(value, 10);
            destination[place] = (byte)('0' + (int)digit);
        }
    }

    /// <summary>
    /// Parses a plain decimal (<c>-12.5</c>; digits, at most one point with digits on both sides, no exponent, no
    /// sign but <c>-</c>) into a scaled integer. Its form is the shortest one but for zeros at the end of its decimals:
    /// no zero before another digit of the whole, no sign of zero.
    /// </summary>
    /// <returns>False when the text is no plain decimal or the scale cannot hold it exactly.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, int decimals, out Int128 units)
    {
        units = 0;
        bool negative = text.Length > 0 && text[0] == '-';
        if (negative)
            text = text[1..];
        int point = text.IndexOf('.');
        ReadOnlySpan<char> whole = point < 0 ? text : text[..point];
        ReadOnlySpan<char> fraction = point < 0 ? default : text[(point + 1)..].TrimEnd('0');
        if (whole.Length == 0 || (point >= 0 && point == text.Length - 1) || fraction.Length > decimals)
            return false;
        if (whole.Length > 1 && whole[0] == '0')
            return false;

        Int128 value = 0;
        for (int i = 0; i < whole.Length + decimals; i++)
        {
            char c = i < whole.Length ? whole[i]
                : i - whole.Length < fraction.Length ? fraction[i - whole.Length] : '0';
            if (c is < '0' or > '9' || value > LargestBeforeDigit)
                return false;
            value = value * 10 + (c - '0');
        }

        units = negative ? -value : value;
        return !negative || value != 0;
    }

    /// <summary>As <see cref="TryParse(ReadOnlySpan{char}, int, out Int128)"/>, for 64-bit scales.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, int decimals, out long units)
    {
        units = 0;
        if (!TryParse(text, decimals, out Int128 wide) || wide < long.MinValue || wide > long.MaxValue)
            return false;
        units = (long)wide;
        return true;
    }
}
