using System.CommandLine;
using System.CommandLine.Parsing;
using Hypercall.Cli.Output;
using Hypercall.Cli.Verbs;

namespace Hypercall.Cli.Tests.Documents;

/// <summary>Each <c>hypercall</c> that the README, docs/ and deploy/ show names a verb and options that exist.</summary>
public sealed class ShownCommandTests
{
    private const string Name = "hypercall ";

    public static TheoryData<string> Shown()
    {
        var shown = new TheoryData<string>();
        foreach (string command in Documents.Pages.SelectMany(Commands).Distinct())
            shown.Add(command);
        return shown;
    }

    [Theory]
    [MemberData(nameof(Shown))]
    public void A_shown_command_is_one(string command)
    {
        RootCommand root = CommandLine.CreateRoot(new Terminal());
        ParseResult parsed = root.Parse([.. CommandLineParser.SplitCommandLine(command).Skip(1)]);
        Assert.True(parsed.Errors.Count == 0, string.Join('\n', parsed.Errors.Select(error => error.Message)));
    }

    [Fact]
    public void There_are_some() => Assert.True(Documents.Pages.SelectMany(Commands).ToArray().Length > 8);

    private static IEnumerable<string> Commands(string page) =>
        from block in Documents.Blocks(page, "sh")
        from line in block.Replace("\\\n", " ", StringComparison.Ordinal).Split('\n')
        let start = line.IndexOf(Name, StringComparison.Ordinal)
        where start == 0 || (start > 0 && line.StartsWith("docker compose exec ", StringComparison.Ordinal))
        select WithoutShell(line[start..]);

    /// <summary>Without comment and redirections.</summary>
    private static string WithoutShell(string line) =>
        line.Split(["  #", " # ", " <"], StringSplitOptions.None)[0].Trim();
}
