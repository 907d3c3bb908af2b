using System.CommandLine.Parsing;

namespace Hypercall.Cli.Verbs;

/// <summary>Which verb or option is not known, and what it was probably meant to be.</summary>
internal static class Suggestion
{
    private const int LongestWord = 64;

    /// <summary>
    /// A sentence about the first word that is not known, where it is near a verb or option, or looks like an option
    /// and was taken for an argument; else null.
    /// </summary>
    public static string? For(ParseResult parsed)
    {
        string? taken = parsed.CommandResult.Children.OfType<ArgumentResult>()
            .SelectMany(argument => argument.Tokens)
            .Select(token => token.Value)
            .FirstOrDefault(value => value.StartsWith("--", StringComparison.Ordinal));
        if ((taken ?? parsed.UnmatchedTokens.FirstOrDefault()) is not { Length: <= LongestWord } word)
            return null;
        Command command = parsed.CommandResult.Command;
        IEnumerable<Symbol> known = word.StartsWith('-') ? command.Options : command.Subcommands;
        return Nearest(word, known.Where(symbol => !symbol.Hidden).Select(symbol => symbol.Name)) is { } meant
            ? $"'{word}' is not known here. Did you mean '{meant}'?"
            : taken is null ? null : $"'{word}' is not known here.";
    }

    /// <summary>The name with the fewest changes, where these are few for its length; else null.</summary>
    public static string? Nearest(string word, IEnumerable<string> names)
    {
        string? nearest = names.MinBy(name => Distance(word, name));
        return nearest is not null && Distance(word, nearest) <= (nearest.Length + 2) / 3 ? nearest : null;
    }

    /// <summary>Letters to insert, remove, replace, or exchange with their neighbour.</summary>
    private static int Distance(string left, string right)
    {
        var table = new int[left.Length + 1, right.Length + 1];
        for (int i = 0; i <= left.Length; i++)
        {
            for (int j = 0; j <= right.Length; j++)
                table[i, j] = Fewest(table, left, right, i, j);
        }

        return table[left.Length, right.Length];
    }

    private static int Fewest(int[,] table, string left, string right, int i, int j)
    {
        if (i == 0 || j == 0)
            return i + j;
        int replaced = table[i - 1, j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
        int fewest = Math.Min(replaced, Math.Min(table[i - 1, j], table[i, j - 1]) + 1);
        bool isExchanged = i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1];
        return isExchanged ? Math.Min(fewest, table[i - 2, j - 2] + 1) : fewest;
    }
}
