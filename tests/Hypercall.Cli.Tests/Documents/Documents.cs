using System.Text.RegularExpressions;

namespace Hypercall.Cli.Tests.Documents;

/// <summary>The README and the pages of docs/, as they stand in the tree that these tests were built from.</summary>
internal static partial class Documents
{
    private const string Solution = "Hypercall.Akka.sln";

    public static string Root { get; } = FindRoot();

    /// <summary>Every page with commands for a reader to type.</summary>
    public static IEnumerable<string> Pages =>
        [At("README.md"), At("deploy", "README.md"), .. Directory.EnumerateFiles(At("docs"), "*.md")];

    public static string At(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>The blocks of code in a language, as they are.</summary>
    public static IEnumerable<string> Blocks(string page, string language) =>
        Fence().Matches(File.ReadAllText(page))
            .Where(match => match.Groups[1].Value == language)
            .Select(match => match.Groups[2].Value);

    private static string FindRoot()
    {
        for (string? folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, Solution)))
                return folder;
        }

        throw new DirectoryNotFoundException($"no folder above {AppContext.BaseDirectory} holds {Solution}");
    }

    [GeneratedRegex("^```([a-z]+)\n(.*?)^```$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Fence();
}
