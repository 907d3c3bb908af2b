using System.Text.RegularExpressions;

namespace Hypercall.Architecture.Tests;

/// <summary>
/// What a comment names of docs/ is there: the page, and behind a section sign a heading of that number, or one whose
/// words the reference begins with.
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
                .Where(reference => !Resolves(reference.Page, reference.Sections))
                .Select(reference => $"{reference.File}:{reference.Line}: {reference.Page} {reference.Sections}")
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

    [Theory]
    [InlineData("(wire.md)", "")]
    [InlineData("(engine.md §4, risk.md §A3, §A4): then", "4|A3,A4")]
    [InlineData("runtime.md §1–3): which", "1–3")]
    [InlineData("engine.md §10, after others", "10, after others")]
    public void Each_section_of_a_reference_is_looked_up(string comment, string sections)
    {
        IEnumerable<string> found = Reference().Matches(comment)
            .Select(match => string.Join(',', SectionsOf(match.Groups[2].Value)));
        Assert.Equal(sections, string.Join('|', found));
    }

    private static IEnumerable<(string File, int Line, string Page, string Sections)> References(string file) =>
        from line in File.ReadLines(Repository.PathOf(file)).Index()
        from Match match in Reference().Matches(line.Item)
        select (file, line.Index + 1, match.Groups[1].Value, match.Groups[2].Value);

    private static bool Resolves(string page, string sections) =>
        Headings.TryGetValue(page, out string[]? headings)
        && SectionsOf(sections).SelectMany(EndsOf).All(end => headings.Any(heading => Names(end, heading)));

    private static string[] SectionsOf(string sections) =>
        [.. sections.Split('§').Select(section => section.Trim(' ', ',')).Where(section => section.Length > 0)];

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

    [GeneratedRegex(@"\b([a-z]+\.md)\b(( §(?:(?!\b[a-z]+\.md\b)[^;()""])*)?)")]
    private static partial Regex Reference();

    [GeneratedRegex(@"^(\d+)[–-](\d+)")]
    private static partial Regex Range();

    [GeneratedRegex(@"^[A-Z]?\d+\b")]
    private static partial Regex Number();
}
