namespace Hypercall.Gateway.Requests;

/// <summary>
/// The names that an option goes by: ours and Hypercall's, <c>ETH-20351228-3200-C</c>; Deribit's linear one,
/// <c>ETH_USDC-28DEC35-3200-C</c>, the strike's point as <c>d</c>; and Hypercall's documented
/// <c>ETH-28DEC35-3200-C</c>. Any is taken.
/// </summary>
internal static class SymbolNames
{
    private const string Quote = "_USDC";
    private const int Century = 2_000;

    private static readonly string[] Months =
        ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];

    /// <summary>The engine's symbol; a name that is none of these stays what it is, and the engine says so.</summary>
    public static string Canonical(string name)
    {
        if (ParsedInstrument.IsOptionSymbol(name))
            return name;
        string[] parts = name.Split('-');
        if (parts.Length != 4 || !TryDate(parts[1], out int date))
            return name;
        string underlying = parts[0].EndsWith(Quote, StringComparison.Ordinal) ? parts[0][..^Quote.Length] : parts[0];
        string symbol = $"{underlying}-{date}-{parts[2].Replace('d', '.')}-{parts[3]}";
        return ParsedInstrument.IsOptionSymbol(symbol) ? symbol : name;
    }

    /// <summary>Deribit's name of a contract.</summary>
    public static string Deribit(in ContractKey contract)
    {
        int day = contract.ExpiryDate % 100;
        string month = Months[contract.ExpiryDate / 100 % 100 - 1];
        int year = contract.ExpiryDate / 10_000 % 100;
        string strike = contract.Strike.ToString().Replace('.', 'd');
        return $"{contract.Underlying}{Quote}-{day}{month}{year:00}-{strike}-"
            + (contract.Type == OptionType.Call ? 'C' : 'P');
    }

    /// <summary>A day without a leading zero, a month, two digits of a year.</summary>
    private static bool TryDate(string text, out int date)
    {
        date = 0;
        if (text.Length is not (6 or 7))
            return false;
        int month = Array.IndexOf(Months, text[^5..^2]) + 1;
        if (month == 0 || text[0] == '0' || !TryNumber(text[..^5], out int day) || !TryNumber(text[^2..], out int year))
            return false;
        date = ((Century + year) * 100 + month) * 100 + day;
        return CalendarDate.IsValid(date);
    }

    private static bool TryNumber(string digits, out int number) =>
        int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
