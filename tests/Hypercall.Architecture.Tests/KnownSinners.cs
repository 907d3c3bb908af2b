namespace Hypercall.Architecture.Tests;

/// <summary>
/// What breaks a rule and was there before it: a line each in a file of the folder Known. Such a list may only shrink:
/// what is not in it fails its test, and so does an entry that is no longer true.
/// </summary>
internal static class KnownSinners
{
    private const string Folder = "tests/Hypercall.Architecture.Tests/Known";

    /// <summary>Compares what was found with the list.</summary>
    /// <param name="list">Name of the file.</param>
    /// <param name="found">What breaks the rule now.</param>
    public static void AssertEqual(string list, IEnumerable<string> found)
    {
        string path = $"{Folder}/{list}";
        var known = new SortedSet<string>(Read(path), StringComparer.Ordinal);
        var now = new SortedSet<string>(found, StringComparer.Ordinal);
        string[] differences =
        [
            .. now.Except(known).Select(line => $"breaks the rule: {line}"),
            .. known.Except(now).Select(line => $"no longer does, take it out of {path}: {line}"),
        ];
        Assert.True(differences.Length == 0, string.Join('\n', differences));
    }

    private static IEnumerable<string> Read(string path) =>
        File.ReadLines(Repository.PathOf(path)).Where(line => line.Length > 0 && line[0] != '#');
}
