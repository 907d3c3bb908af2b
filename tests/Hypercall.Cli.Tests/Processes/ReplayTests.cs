namespace Hypercall.Cli.Tests.Processes;

/// <summary>What a replay does with its input and says on its way, whatever the input is.</summary>
public sealed class ReplayTests : IDisposable
{
    private const string Tick = """{"type":"Tick","timestamp":1000}""";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>Fewer than are under way at a time, so that none of them is durable before the last is fed.</summary>
    [Fact]
    public void Progress_is_told_up_to_the_last_command()
    {
        string input = _folder.Write("in.ndjson", [.. Enumerable.Repeat(Tick, 250)]);
        string[] lines = Replay(input, "--progress-every", "100").ShouldSucceed().Output.Split('\n');
        Assert.Equal(
            ["100 commands", "200 commands"],
            lines.Where(line => line.Contains(" commands, ")).Select(line => line[..line.IndexOf(',')]));
    }

    [Fact]
    public void A_command_that_no_record_holds_ends_it_at_its_line_and_can_be_mended()
    {
        string action = $$"""{"type":"CancelOrder","clientId":"{{new string('x', 4_096)}}"}""";
        string bulk = """
            {"type":"BulkOrders","timestamp":1000,"wallet":"0x00000000000000000000000000000000000000a1","actions":[
            """ + string.Join(',', Enumerable.Repeat(action, 300)) + "]}";
        string input = _folder.Write("in.ndjson", Tick, bulk, Tick);
        Replay(input).ShouldFail(2, $"{input}:2: ", "more than a record holds");
        Assert.Contains("\"sequence\": 1,", HypercallProcess.Run("state", _folder["journal"]).ShouldSucceed().Output);

        _folder.Write("in.ndjson", Tick, Tick, Tick);
        Assert.Contains("going on after command 1 ", Replay(input).ShouldSucceed().Output);
        Assert.Contains("\"sequence\": 3,", HypercallProcess.Run("state", _folder["journal"]).ShouldSucceed().Output);
    }

    [Theory]
    [InlineData("day=1.ndjson")]
    [InlineData("Host=db;Database=x")]
    [InlineData("env:HOME")]
    public void An_input_may_be_named_as_the_place_of_a_database_is(string name)
    {
        string input = _folder.Write(name, Tick);
        string line = $"cd '{_folder.FullName}'; \"$@\"";
        HypercallProcess.RunInShell(line, "replay", input, "--format", "ndjson").ShouldSucceed();
        Assert.True(Directory.Exists(_folder[name + ".journal"]));
        Assert.Contains(
            "going on after command 1 ",
            HypercallProcess.RunInShell(line, "replay", input, "--format", "ndjson").ShouldSucceed().Output);
    }

    [Fact]
    public void A_database_is_no_place_for_the_journal_of_a_replay() => HypercallProcess
        .Run("replay", _folder.Write("in.ndjson", Tick), "--format", "ndjson", "--journal", "Host=db;Database=x")
        .ShouldFail(2, "takes a folder, not a database");

    private ProcessResult Replay(string input, params string[] options) =>
        HypercallProcess.Run(["replay", input, "--format", "ndjson", "--journal", _folder["journal"], .. options]);
}
