namespace Hypercall.Engine.Domain;

/// <summary>
/// Plain decimal text of the scaled integers: the shortest form, no exponent, no culture. Used at the edges (JSON,
/// console, messages); nothing in the engine reads text.
/// </summary>
public static class DecimalText
{
    private const int MaxDigits = 40;
    private static readonly Int128 LargestBeforeDigit = (Int128.MaxValue - 9) / 10;

    /// <summary>Formats <paramref name="units"/> / 10^<paramref name="decimals"/> in the shortest plain form.</summary>
    /// <param name="units">The scaled integer.</param>
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

    /// <summary>
    /// Parses a plain decimal (<c>-12.5</c>; digits, at most one point with digits on both sides, no exponent, no
    /// sign but <c>-</c>) into a scaled integer.
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
        return true;
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
