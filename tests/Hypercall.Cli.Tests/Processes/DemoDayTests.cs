using System.Globalization;
using System.Text.RegularExpressions;

namespace Hypercall.Cli.Tests.Processes;

/// <summary>The demonstration's day as a user runs it.</summary>
public sealed class DemoDayTests : IDisposable
{
    private const string Maker = "0x00000000000000000000000000000000000000d0";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_day_trades_settles_liquidates_and_its_journal_verifies()
    {
        string journal = _folder["day"];
        string output = HypercallProcess.Run("demo", "day", "--keep", journal).ShouldSucceed().Output;

        Assert.True(Number(output, "trades on the book") > 1_000);
        Assert.True(Number(output, "trades by request for quote") > 100);
        foreach (string cause in (string[])["Quantity", "Delta", "Vega"])
            Assert.True(Number(output, $"market-maker protection tripped, {cause}") > 0, cause);
        Assert.True(Number(output, "orders cancelled by liquidation") > 0);
        Assert.True(Number(output, "trades of liquidations on the book") > 0);
        Assert.True(Number(output, "fees of liquidations") > 0);
        Assert.True(Number(output, "paid by the insurance fund") > 0);
        Assert.Matches(@"\n08:01:00 +\d", output);
        Assert.Matches(@"\n20:01:00 +\d", output);
        Assert.Matches(@"\n14:\d\d:\d\d +seller 1 +PreLiquidation\n", output);
        Assert.Matches(@"\n14:\d\d:\d\d +seller 4 +InLiquidation +Partial\n", output);
        Assert.Matches(@"\n14:\d\d:\d\d +seller 4 +Healthy\n", output);
        Assert.Matches(@"\n14:\d\d:\d\d +seller 2 +InLiquidation +Full\n", output);
        Assert.Matches(@"\n14:\d\d:\d\d +seller 3 +\d +Won +maker 3 +-[\d,.]+\n", output);
        Assert.Matches(@"\n14:\d\d:\d\d +seller 1 +\d +Expired +-\n", output);
        Assert.Matches(@"\n14:\d\d:\d\d +seller 1 +\d+ +\d\n", output);
        Assert.Matches(@"\n14:\d\d:\d\d +seller 1 +Liquidated\n", output);
        Assert.Matches(@"\nInsufficientMargin +[1-9]", output);
        Assert.Contains("the books balance to the last unit", output);
        Assert.Contains("every hash agrees", output);

        Assert.Contains("<- worst", HypercallProcess.Run("risk", journal, "--wallet", Maker).ShouldSucceed().Output);
        Assert.Contains("BTC-20260106", HypercallProcess.Run("chain", journal, "BTC").ShouldSucceed().Output);

        // A day that is made anew is held against the journal, command by command, which is verified again.
        string again = HypercallProcess.Run("demo", "day", "--keep", journal).ShouldSucceed().Output;
        Assert.Contains("every hash agrees", again);
        Assert.Equal(Hash(output), Hash(again));
    }

    [Fact]
    public void A_journal_of_something_else_is_refused()
    {
        string journal = _folder["other"];
        string input = _folder.Write("input.ndjson", """{"type":"Tick","timestamp":1}""");
        HypercallProcess.Run("replay", input, "--format", "ndjson", "--journal", journal).ShouldSucceed();
        HypercallProcess.Run("demo", "day", "--keep", journal).ShouldFail(2, journal, "another input");
    }

    private static decimal Number(string output, string name)
    {
        Match match = Regex.Match(output, $@"\n{Regex.Escape(name)} +([\d,.]+)\n");
        Assert.True(match.Success, $"no line '{name}' in\n{output}");
        return decimal.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);
    }

    private static string Hash(string output) => Regex.Match(output, @"\nhash\n([0-9a-f]{64})\n").Groups[1].Value;
}
