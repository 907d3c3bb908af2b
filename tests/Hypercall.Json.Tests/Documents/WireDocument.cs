namespace Hypercall.Json.Tests.Documents;

/// <summary>
/// docs/wire.md of the tree that these tests were built from. Its tables stand between two marks of one name and are
/// made from the code, the text around them is written by hand.
/// </summary>
internal static class WireDocument
{
    public static string Path { get; } = Repository.PathOf("docs/wire.md");

    /// <summary>What stands between the marks of a table.</summary>
    public static string Table(string name)
    {
        (string text, int start, int end) = Find(name);
        return text[start..end];
    }

    public static void Replace(string name, string table)
    {
        (string text, int start, int end) = Find(name);
        File.WriteAllText(Path, text[..start] + table + text[end..]);
    }

    private static (string Text, int Start, int End) Find(string name)
    {
        string text = File.ReadAllText(Path);
        string opening = $"<!-- {name}: from the code -->\n";
        int start = text.IndexOf(opening, StringComparison.Ordinal);
        int end = start < 0 ? -1 : text.IndexOf($"<!-- end of {name} -->", start, StringComparison.Ordinal);
        Assert.True(end > 0, $"docs/wire.md has no marks for the table {name}");
        return (text, start + opening.Length, end);
    }
}
