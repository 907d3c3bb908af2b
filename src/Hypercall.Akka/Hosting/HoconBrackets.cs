namespace Hypercall.Actors.Hosting;

/// <summary>
/// Says where brackets or quotes of a HOCON text do not match: Akka's parser takes such a text, and whatever stood
/// behind the gap, or in it, is lost without a word.
/// </summary>
internal static class HoconBrackets
{
    private const string Triple = "\"\"\"";

    /// <summary>The first violation with its line, or null.</summary>
    public static string? FirstViolation(string text)
    {
        var open = new Stack<int>();
        for (int at = 0; at < text.Length; at++)
        {
            switch (text[at])
            {
                case '"':
                    int end = EndOfString(text, at);
                    if (end < 0)
                        return Violation(text, at, "is never closed");
                    at = end;
                    break;
                case '#':
                case '/' when at + 1 < text.Length && text[at + 1] == '/':
                    int newLine = text.IndexOf('\n', at);
                    at = newLine < 0 ? text.Length : newLine;
                    break;
                case '{' or '[':
                    open.Push(at);
                    break;
                case '}' or ']':
                    if (!open.TryPop(out int opened) || (text[opened] == '{') != (text[at] == '}'))
                        return Violation(text, at, "closes nothing");
                    break;
            }
        }

        return open.TryPeek(out int left) ? Violation(text, left, "is never closed") : null;
    }

    /// <summary>Where a string's last quote stands, or less than 0.</summary>
    private static int EndOfString(string text, int start)
    {
        if (text.AsSpan(start).StartsWith(Triple))
        {
            int close = text.IndexOf(Triple, start + Triple.Length, StringComparison.Ordinal);
            return close < 0 ? close : close + Triple.Length - 1;
        }

        for (int at = start + 1; at < text.Length && text[at] != '\n'; at++)
        {
            if (text[at] == '"')
                return at;
            if (text[at] == '\\')
                at++;
        }

        return -1;
    }

    private static string Violation(string text, int at, string what) =>
        $"line {text.AsSpan(0, at).Count('\n') + 1}: {text[at]} {what}";
}
