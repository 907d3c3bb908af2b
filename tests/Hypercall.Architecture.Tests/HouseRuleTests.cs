using System.Text.RegularExpressions;

namespace Hypercall.Architecture.Tests;

/// <summary>The rules of CONTRIBUTING.md that a machine can check, over the text of the whole tree.</summary>
public sealed partial class HouseRuleTests
{
    private const int LongestLine = 120;

    private static readonly string[] TextExtensions =
        [".cs", ".csproj", ".props", ".targets", ".conf", ".md", ".sh", ".yaml", ".yml", ".json", ".txt", ".sln", ""];

    /// <summary>It names what it forbids.</summary>
    private const string Self = "tests/Hypercall.Architecture.Tests/HouseRuleTests.cs";

    [Fact]
    public void No_line_is_longer_than_a_screen() => KnownSinners.AssertEqual(
        "long-lines.txt",
        Lines(Repository.Files("src", ".cs")).Where(line => line.Text.Length > LongestLine).Select(line => line.File));

    [Fact]
    public void Nothing_is_left_for_later() => AssertNone(Lines(Code()), LeftForLater());

    [Fact]
    public void No_file_names_a_path_of_one_machine() =>
        AssertNone(Lines(Repository.Files("", TextExtensions)), MachinePath());

    [Fact]
    public void No_line_ends_with_blanks() => KnownSinners.AssertEqual(
        "blanks-at-line-ends.txt",
        Lines(Code()).Where(line => line.Text is [.., ' ' or '\t']).Select(line => line.File));

    [Fact]
    public void Every_file_ends_with_one_new_line() => Assert.All(Code(), file =>
    {
        string text = File.ReadAllText(Repository.PathOf(file));
        Assert.True(text.EndsWith('\n') && !text.EndsWith("\n\n"), $"{file} does not end with one new line");
        Assert.False(text.Contains('\r'), $"{file} has carriage returns");
    });

    private static IEnumerable<string> Code() =>
        Repository.Files("src", ".cs").Concat(Repository.Files("tests", ".cs"));

    private static IEnumerable<(string File, int Number, string Text)> Lines(IEnumerable<string> files) =>
        from file in files
        where file != Self
        from line in File.ReadLines(Repository.PathOf(file)).Index()
        select (file, line.Index + 1, line.Item);

    private static void AssertNone(IEnumerable<(string File, int Number, string Text)> lines, Regex forbidden)
    {
        string[] found =
        [
            .. lines.Where(line => forbidden.IsMatch(line.Text))
                .Select(line => $"{line.File}:{line.Number}: {line.Text.Trim()}"),
        ];
        Assert.True(found.Length == 0, string.Join('\n', found));
    }

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|XXX)\b")]
    private static partial Regex LeftForLater();

    /// <summary>Folders in which people and build machines keep their trees.</summary>
    [GeneratedRegex(@"(?<![\w.\-}/])/(work|root|home|Users)/|[A-Za-z]:\\Users\\")]
    private static partial Regex MachinePath();
}
