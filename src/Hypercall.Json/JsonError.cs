namespace Hypercall.Json;

/// <summary>
/// Why a line is no command: the field and what is wrong with it. Made by the parsers of this project, shown by the
/// tools, which put the line's number in front of <see cref="Message"/>.
/// </summary>
/// <param name="Field">Path of the field, e.g. <c>actions[2].price</c>; null when the line as a whole is wrong.</param>
/// <param name="Problem">What is wrong and what was expected.</param>
public sealed record JsonError(string? Field, string Problem)
{
    private const int MaxShownCharacters = 80;

    /// <summary>
    /// One line of text, e.g. <c>field 'price': expected a decimal string with at most 8 decimals</c>.
    /// </summary>
    public string Message => Field is null ? Problem : $"field '{Shown(Field)}': {Problem}";

    public override string ToString() => Message;

    /// <summary>Names come from the input: they are cut and kept on one line.</summary>
    private static string Shown(string field)
    {
        var shown = new StringBuilder();
        foreach (Rune rune in field.EnumerateRunes())
        {
            if (shown.Length >= MaxShownCharacters)
                return shown.Append("...").ToString();
            shown.Append(Rune.IsControl(rune) ? "?" : rune.ToString());
        }

        return shown.ToString();
    }
}
