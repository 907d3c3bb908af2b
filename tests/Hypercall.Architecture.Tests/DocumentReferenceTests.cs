using System.Text.RegularExpressions;

namespace Hypercall.Architecture.Tests;

/// <summary>
/// Every <c>file.md §heading</c> that a comment names is there: a page of docs/ with a heading of that number, or one
/// whose words the reference begins with.
/// </summary>
public sealed partial class DocumentReferenceTests
{
    private static readonly Dictionary<string, string[]> Headings = Repository.Files("docs", ".md").ToDictionary(
        file => Path.GetFileName(file),
        file => File.ReadLines(Repository.PathOf(file))
            .Where(line => line.StartsWith('#'))
            .Select(line => line.TrimStart('#').Trim())
            .ToArray());

    [Fact]
    public void There_are_documents() => Assert.NotEmpty(Headings);

    [Fact]
    public void Every_section_that_a_comment_names_is_there()
    {
        string[] missing =
        [
            .. Repository.Files("src", ".cs", ".conf").Concat(Repository.Files("tests", ".cs"))
                .SelectMany(References)
                .Where(reference => !Resolves(reference.Page, reference.Section))
                .Select(reference => $"{reference.File}:{reference.Line}: {reference.Page} §{reference.Section}")
                .Distinct(),
        ];
        Assert.True(missing.Length == 0, string.Join('\n', missing));
    }

    [Theory]
    [InlineData("7", "7. Market-maker protection", true)]
    [InlineData("7", "70. Other", false)]
    [InlineData("Real input, files", "Real input", true)]
    [InlineData("Realms", "Real", false)]
    public void A_heading_is_found_by_its_number_or_its_words(string section, string heading, bool isIt) =>
        Assert.Equal(isIt, Names(section, heading));

    private static IEnumerable<(string File, int Line, string Page, string Section)> References(string file) =>
        from line in File.ReadLines(Repository.PathOf(file)).Index()
        from Match match in Reference().Matches(line.Item)
        select (file, line.Index + 1, match.Groups[1].Value, match.Groups[2].Value);

    private static bool Resolves(string page, string section) =>
        Headings.TryGetValue(page, out string[]? headings)
        && EndsOf(section).All(end => headings.Any(heading => Names(end, heading)));

    /// <summary>A range names its first and its last section.</summary>
    private static string[] EndsOf(string section) =>
        Range().Match(section) is { Success: true } range ? [range.Groups[1].Value, range.Groups[2].Value] : [section];

    private static bool Names(string section, string heading)
    {
        if (Number().Match(section) is { Success: true } number)
            return heading.StartsWith($"{number.Value}.") || heading.StartsWith($"{number.Value} ");
        return section.StartsWith(heading, StringComparison.OrdinalIgnoreCase)
            && (section.Length == heading.Length || !char.IsLetterOrDigit(section[heading.Length]));
    }

    [GeneratedRegex(@"\b([a-z]+\.md) §([^\s""][^;()""]*)")]
    private static partial Regex Reference();

    [GeneratedRegex(@"^(\d+)[–-](\d+)")]
    private static partial Regex Range();

    [GeneratedRegex(@"^[A-Z]?\d+\b")]
    private static partial Regex Number();
}
