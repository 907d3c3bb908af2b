using System.Diagnostics.CodeAnalysis;

namespace Hypercall.Cli.Inputs.Deribit;

/// <summary>Deribit's option names (<c>BTC-2JAN22-48000-C</c>) as the engine's symbols.</summary>
internal static class DeribitSymbol
{
    private const string Months = "JANFEBMARAPRMAYJUNJULAUGSEPOCTNOVDEC";
    private const int MonthLength = 3;
    private const int YearLength = 2;
    private const int Century = 2000;
    private const int Parts = 4;

    /// <summary>Parses a name into the instrument of the engine.</summary>
    public static bool TryParse(string name, [NotNullWhen(true)] out ParsedInstrument? instrument)
    {
        instrument = null;
        string[] parts = name.Split('-');
        if (parts.Length != Parts || !TryParseDate(parts[1], out int date))
            return false;
        string symbol = $"{parts[0]}-{date}-{parts[2]}-{parts[3]}";
        return ParsedInstrument.TryParse(symbol, out instrument);
    }

    /// <summary>D[D]MMMYY as YYYYMMDD.</summary>
    private static bool TryParseDate(ReadOnlySpan<char> text, out int date)
    {
        date = 0;
        int dayLength = text.Length - MonthLength - YearLength;
        if (dayLength is not (1 or 2))
            return false;
        int month = Months.AsSpan().IndexOf(text.Slice(dayLength, MonthLength), StringComparison.Ordinal);
        if (month < 0 || month % MonthLength != 0)
            return false;
        if (!TryParseDigits(text[..dayLength], out int day) || !TryParseDigits(text[^YearLength..], out int year))
            return false;
        date = (Century + year) * 10_000 + (month / MonthLength + 1) * 100 + day;
        return CalendarDate.IsValid(date);
    }

    private static bool TryParseDigits(ReadOnlySpan<char> text, out int value) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
}
