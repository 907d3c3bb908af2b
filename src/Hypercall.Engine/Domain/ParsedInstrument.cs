using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Hypercall.Engine.Domain;

/// <summary>
/// An option symbol taken apart: <c>UNDERLYING-YYYYMMDD-STRIKE-C|P</c>. Only canonical symbols parse, so that a
/// contract has exactly one name: no leading zero and no trailing fractional zero in the strike, a real date, a
/// strike above zero with at most 8 decimals and at most 1e9 (project rule).
/// </summary>
public sealed class ParsedInstrument
{
    /// <summary>Longest underlying name.</summary>
    public const int MaxUnderlyingLength = 16;

    private const string PerpSuffix = "-PERP";
    private const int DateLength = 8;

    private ParsedInstrument(string symbol, ContractKey key)
    {
        Symbol = symbol;
        Key = key;
    }

    /// <summary>The symbol as it was given, which is its canonical form.</summary>
    public string Symbol { get; }

    /// <summary>Underlying, expiry date, strike and type.</summary>
    public ContractKey Key { get; }

    /// <summary>Parses a canonical option symbol.</summary>
    public static bool TryParse(string symbol, [NotNullWhen(true)] out ParsedInstrument? instrument)
    {
        instrument = null;
        int first = symbol.IndexOf('-');
        if (first < 0 || !IsUnderlying(symbol.AsSpan(0, first)))
            return false;
        ReadOnlySpan<char> rest = symbol.AsSpan(first + 1);
        if (rest.Length < DateLength + 4 || rest[DateLength] != '-' || rest[^2] != '-')
            return false;
        if (!TryParseDate(rest[..DateLength], out int date)
            || !TryParseStrike(rest[(DateLength + 1)..^2], out Price strike))
            return false;
        if (rest[^1] is not ('C' or 'P'))
            return false;

        OptionType type = rest[^1] == 'C' ? OptionType.Call : OptionType.Put;
        instrument = new ParsedInstrument(symbol, new ContractKey(symbol[..first], date, strike, type));
        return true;
    }

    /// <summary>As <see cref="TryParse"/>.</summary>
    /// <exception cref="FormatException">The symbol is not a canonical option symbol.</exception>
    public static ParsedInstrument Parse(string symbol) => TryParse(symbol, out ParsedInstrument? instrument)
        ? instrument
        : throw new FormatException($"'{symbol}' is no canonical option symbol (UNDERLYING-YYYYMMDD-STRIKE-C|P)");

    /// <summary>True for a canonical option symbol.</summary>
    public static bool IsOptionSymbol(string symbol) => TryParse(symbol, out _);

    /// <summary>The canonical symbol of a contract.</summary>
    public static string FormatSymbol(in ContractKey key) =>
        $"{key.Underlying}-{DecimalText.Format(key.ExpiryDate, 0)}-{key.Strike}-"
        + (key.Type == OptionType.Call ? 'C' : 'P');

    /// <summary>
    /// The underlying of a perpetual's symbol (<c>BTC-PERP</c> gives <c>BTC</c>), null for any other.
    /// </summary>
    public static string? PerpUnderlying(string symbol)
    {
        if (!symbol.EndsWith(PerpSuffix, StringComparison.Ordinal))
            return null;
        string underlying = symbol[..^PerpSuffix.Length];
        return IsUnderlying(underlying) ? underlying : null;
    }

    /// <summary>The symbol of an underlying's perpetual.</summary>
    public static string PerpSymbol(string underlying) => underlying + PerpSuffix;

    /// <summary>True for <c>[A-Z][A-Z0-9]{0,15}</c>.</summary>
    public static bool IsUnderlying(ReadOnlySpan<char> name)
    {
        if (name.Length is 0 or > MaxUnderlyingLength || name[0] is < 'A' or > 'Z')
            return false;
        foreach (char c in name)
        {
            if (c is not ((>= 'A' and <= 'Z') or (>= '0' and <= '9')))
                return false;
        }

        return true;
    }

    private static bool TryParseDate(ReadOnlySpan<char> text, out int date) =>
        int.TryParse(text, NumberStyles.None, NumberFormatInfo.InvariantInfo, out date) && CalendarDate.IsValid(date);

    private static bool TryParseStrike(ReadOnlySpan<char> text, out Price strike)
    {
        strike = default;
        if (!DecimalText.TryParse(text, Price.Decimals, out long units) || units <= 0 || units > Price.MaxUnits)
            return false;
        strike = new Price(units);
        Span<char> canonical = stackalloc char[64];
        int length = DecimalText.Format(units, Price.Decimals, canonical);
        return text.SequenceEqual(canonical[..length]);
    }
}
