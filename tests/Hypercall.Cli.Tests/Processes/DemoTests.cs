using System.Globalization;
using System.Text.RegularExpressions;
using Hypercall.Cli.Demo.Cluster;
using Hypercall.Cli.Output;
using Microsoft.Data.Sqlite;
using Xunit.Abstractions;

namespace Hypercall.Cli.Tests.Processes;

/// <summary>
/// The demonstration as a user runs it, and what it says of a journal that somebody has changed since.
/// </summary>
public sealed class DemoTests(DemoRun demo, ITestOutputHelper log) : IClassFixture<DemoRun>
{
    private const int Columns = 60;
    private const int HashDigits = 64;
    private const string Owner = @"node ([ABC]) owns the market, epoch (\d+)";

    [Fact]
    public void Three_nodes_lose_nothing_when_the_owner_is_killed()
    {
        string output = demo.Result.ShouldSucceed().Output;
        log.WriteLine(output);
        MatchCollection owners = Regex.Matches(output, Owner);
        Assert.Equal(2, owners.Count);
        Assert.NotEqual(owners[0].Groups[1].Value, owners[1].Groups[1].Value);
        Assert.Equal(["1", "2"], owners.Select(owner => owner.Groups[2].Value));
        Assert.Contains($"SIGKILL to node {owners[0].Groups[1].Value}, process ", output);

        long before = Number(output, @"([\d,]+) commands were acknowledged by then");
        long acknowledged = Number(output, @"([\d,]+) commands are acknowledged, all stop");
        Assert.True(acknowledged > before);
        Assert.Equal(acknowledged, Number(output, @"\nacknowledged: ([\d,]+) commands, each in the journal\n"));
        Assert.True(Number(output, @"\nverified: ([\d,]+) commands of") >= acknowledged);
        Assert.True(Number(output, @"from the snapshot at command ([\d,]+)\n") > 0);
        Assert.True(Number(output, @"and ([\d,]+) commands in [\d,]+ records after it") >= 0);
        Assert.True(Number(output, @"outage: ([\d,]+) ms") > 0);
        Assert.True(Number(output, @"\ntrades +([\d,]+)\n") > 0);
    }

    [Fact]
    public void Its_lines_fit_a_narrow_terminal_and_its_hash_stands_alone()
    {
        string[] wide = [.. demo.Result.Output.Split('\n').Where(line => line.Length > Columns)];
        Assert.Matches($"^[0-9a-f]{{{HashDigits}}}$", Assert.Single(wide));
    }

    [Fact]
    public void A_record_that_was_changed_fails_the_check()
    {
        string kept = demo.Copy("changed");
        Execute(kept, "UPDATE journal SET message = substr(message, 1, length(message) - 1) || x'5a' "
            + "WHERE sequence_number = 40");
        ShouldFailAudit(kept, demo.Told(), "the journal does not verify", "record 40");
    }

    [Fact]
    public void A_command_that_is_gone_fails_the_check()
    {
        string kept = demo.Copy("shortened");
        Execute(kept, "DELETE FROM journal WHERE sequence_number > 40");
        Execute(kept, "DELETE FROM snapshot WHERE sequence_number > 40", "akka-snapshots.db");
        ShouldFailAudit(kept, demo.Told(), "was acknowledged; the journal has executed it 0 times");
    }

    [Fact]
    public void A_client_that_was_told_another_hash_fails_the_check()
    {
        ClusterTestimony told = demo.Told();
        ShouldFailAudit(demo.Kept, told with { Hash = told.Acknowledged[0].Hash }, "in an undisturbed run, not");
    }

    [Fact]
    public void A_folder_that_holds_something_is_refused() => HypercallProcess.Run("demo", "--keep", demo.Kept)
        .ShouldFail(2, demo.Kept, "is not empty");

    private static void ShouldFailAudit(string kept, ClusterTestimony told, params string[] says)
    {
        var failure = Assert.Throws<CheckFailedException>(
            () => ClusterAudit.Run(new Terminal(), Path.Combine(kept, "journal"), "main", told));
        Assert.All(says, text => Assert.Contains(text, failure.Message));
    }

    private static void Execute(string kept, string sql, string file = "akka-journal.db")
    {
        var source = new SqliteConnectionStringBuilder
        {
            DataSource = Path.Combine(kept, "journal", file), Pooling = false,
        };
        using var connection = new SqliteConnection(source.ToString());
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        Assert.True(command.ExecuteNonQuery() >= 0);
    }

    private static long Number(string output, string pattern)
    {
        Match match = Regex.Match(output, pattern);
        Assert.True(match.Success, $"no '{pattern}' in\n{output}");
        return long.Parse(match.Groups[1].Value, NumberStyles.AllowThousands, CultureInfo.InvariantCulture);
    }
}
