using Hypercall.Cli.Output;

namespace Hypercall.Cli.Tests.Output;

public sealed class ReportTableTests
{
    private const int Narrow = 60;
    private static readonly string Hash = new('a', 64);

    [Fact]
    public void A_hash_is_never_broken()
    {
        string[] lines = [.. new ReportTable("", "").Add("sequence", "7").Add("hash", Hash).Lines(Narrow)];

        Assert.Equal(["sequence  7", "hash", Hash], lines);
    }

    [Fact]
    public void A_table_that_is_too_wide_goes_on_below_with_its_first_column()
    {
        string[] names = [.. Enumerable.Range(0, 12).Select(index => $"column {index:00}")];
        var table = new ReportTable(["option", .. names]) { FirstNumber = 1 };
        table.Add(["3000-C", .. Enumerable.Repeat("1", 12)]).Add(["3000-P", .. Enumerable.Repeat("2", 12)]);

        string[] lines = [.. table.Lines(Narrow)];

        Assert.All(lines, line => Assert.True(line.Length <= Narrow, line));
        Assert.Equal(4, lines.Count(line => line.StartsWith("3000-C", StringComparison.Ordinal)));
        Assert.All(names, name => Assert.Single(lines, line => line.Contains(name, StringComparison.Ordinal)));
    }

    [Fact]
    public void On_a_wide_terminal_it_is_one_table() => Assert.Equal(
        ["a   bb", "1  222"],
        new ReportTable("a", "bb") { FirstNumber = 1 }.Add("1", "222").Lines(int.MaxValue));
}
