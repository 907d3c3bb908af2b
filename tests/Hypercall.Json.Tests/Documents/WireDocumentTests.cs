namespace Hypercall.Json.Tests.Documents;

/// <summary>
/// The tables of docs/wire.md say what the code does: every command, field, event, reject code, spelling, rule and
/// member of the state. With HYPERCALL_UPDATE_GOLDEN=1 the tables that differ are written anew.
/// </summary>
public sealed class WireDocumentTests
{
    private const string Variable = "HYPERCALL_UPDATE_GOLDEN";

    [Theory]
    [InlineData("envelope")]
    [InlineData("commands")]
    [InlineData("outcomes")]
    [InlineData("events")]
    [InlineData("codes")]
    [InlineData("spellings")]
    [InlineData("rules")]
    [InlineData("state")]
    public void A_table_of_the_document_is_what_the_code_says(string name)
    {
        string expected = Made(name);
        if (Environment.GetEnvironmentVariable(Variable) == "1")
            WireDocument.Replace(name, expected);
        Assert.True(
            expected == WireDocument.Table(name),
            $"the table {name} of docs/wire.md differs from the code; {Variable}=1 writes it anew as\n{expected}");
    }

    [Fact]
    public void The_tables_hold_what_the_code_names()
    {
        Assert.Contains("| `price` | yes | a decimal string with at most 8 decimals |", Made("commands"));
        Assert.Contains("| `tier` | yes | a string of 0 to 256 bytes |", Made("commands"));
        Assert.Contains("| `legs` | yes | an array, each item an object, at most 1000 |", Made("commands"));
        Assert.Contains("| 62 | `TooManyAgents` |", Made("codes"));
        Assert.Contains("| `maxMakers` | 2000 | 1 to 100000 |", Made("rules"));
        Assert.Contains("| `fees.makerPpm` | 200 | -1000000 to 1000000 |", Made("rules"));
        Assert.Contains("| `takerRealizedPnl` |", Made("events"));
    }

    private static string Made(string name) => name switch
    {
        "envelope" => CommandTables.Envelope(),
        "commands" => CommandTables.Commands(),
        "outcomes" => OutcomeTables.Outcome(),
        "events" => OutcomeTables.Events(),
        "codes" => OutcomeTables.Codes(),
        "spellings" => OutcomeTables.Spellings(),
        "rules" => RuleTable.Rules(),
        "state" => OutcomeTables.State(),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "no such table"),
    };
}
