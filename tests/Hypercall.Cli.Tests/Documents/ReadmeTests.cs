using System.Text.Json;

namespace Hypercall.Cli.Tests.Documents;

/// <summary>What the README shows is what happens, and so are the commands that open a market.</summary>
public sealed class ReadmeTests
{
    private const string Readme = "README.md";
    private const int MostLines = 90;

    [Fact]
    public void It_is_short() =>
        Assert.InRange(File.ReadAllLines(Documents.At(Readme)).Length, 1, MostLines);

    [Fact]
    public void Its_code_is_the_code_that_runs()
    {
        string[] source = File.ReadAllLines(
            Documents.At("tests", "Hypercall.Cli.Tests", "Documents", nameof(ReadmeSample) + ".cs"));
        IEnumerable<string> usings = Between(source, "// README: usings", "// README: end of usings");
        IEnumerable<string> body = Between(source, "// README: begin", "// README: end").SkipLast(1);
        string code = string.Join('\n', [.. usings, .. body.Select(line => line[8..]), ""]);
        Assert.Equal(code, Documents.Blocks(Documents.At(Readme), "csharp").Single());

        string[] printed = ReadmeSample.Run().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(5, printed.Length);
        Assert.All(printed, line => Assert.Matches("^[A-Za-z]+: None, [0-9]+ events, [0-9a-f]{64}$", line));
        Assert.DoesNotContain(", 0 events", printed[^1]);
    }

    [Theory]
    [InlineData(Readme, "hypercall apply -", 7)]
    [InlineData("docs/operations.md", "hypercall submit -", 8)]
    public void Its_commands_trade(string page, string command, int commands)
    {
        string shell = Documents.Blocks(Documents.At(page), "sh")
            .Single(block => block.StartsWith(command, StringComparison.Ordinal));
        string[] lines = shell.Split('\n');
        string input = string.Join('\n', lines.Skip(1).TakeWhile(line => line != "END"));
        using var folder = new TemporaryFolder();
        ProcessResult result = HypercallProcess
            .RunWithInput(input, "apply", "-", "--state", folder["state.json"]).ShouldSucceed();

        JsonElement[] outcomes =
        [
            .. result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => JsonDocument.Parse(line).RootElement),
        ];
        Assert.Equal(commands, outcomes.Length);
        Assert.All(outcomes, outcome => Assert.Equal("accepted", outcome.GetProperty("outcome").GetString()));
        JsonElement fill = outcomes[^1].GetProperty("events")[0];
        Assert.Equal("Filled", fill.GetProperty("event").GetString());
        Assert.Equal("2100", fill.GetProperty("price").GetString());
        Assert.True(File.Exists(folder["state.json"]));
    }

    private static IEnumerable<string> Between(IEnumerable<string> lines, string begin, string end) =>
        lines.SkipWhile(line => line.Trim() != begin).Skip(1).TakeWhile(line => line.Trim() != end);

    /// <summary>What snapshots and desks say of the journal, a copy that was made after theirs holds.</summary>
    [Fact]
    public void The_journal_is_copied_last()
    {
        string shell = Documents.Blocks(Documents.At("docs/operations.md"), "sh")
            .Single(block => block.Contains(".backup", StringComparison.Ordinal));
        string[] copies = shell.Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(3, copies.Length);
        Assert.StartsWith("sqlite3 data/akka-journal.db", copies[^1], StringComparison.Ordinal);
    }
}
