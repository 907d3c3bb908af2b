using System.Text.RegularExpressions;

namespace Hypercall.Cli.Tests.Documents;

/// <summary>The README and the pages of docs/, as they stand in the tree that these tests were built from.</summary>
internal static partial class Documents
{
    /// <summary>Every page with commands for a reader to type.</summary>
    public static IEnumerable<string> Pages =>
        [At("README.md"), At("deploy", "README.md"), .. Directory.EnumerateFiles(At("docs"), "*.md")];

    public static string At(params string[] parts) => Path.Combine([Repository.Root, .. parts]);

    /// <summary>The blocks of code in a language, as they are.</summary>
    public static IEnumerable<string> Blocks(string page, string language) =>
        Fence().Matches(File.ReadAllText(page))
            .Where(match => match.Groups[1].Value == language)
            .Select(match => match.Groups[2].Value);

    [GeneratedRegex("^```([a-z]+)\n(.*?)^```$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Fence();
}
