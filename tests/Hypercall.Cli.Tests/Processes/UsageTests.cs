namespace Hypercall.Cli.Tests.Processes;

/// <summary>Wrong usage and unusable inputs: exit code 2 and one line that says where and what.</summary>
public sealed class UsageTests
{
    [Theory]
    [InlineData("Required command", new string[0])]
    [InlineData("'frobnicate'", new[] { "frobnicate" })]
    [InlineData("Did you mean 'verify'?", new[] { "verfy", "dir" })]
    [InlineData("Did you mean '--partition'?", new[] { "verify", "dir", "--partiton", "main" })]
    [InlineData("Did you mean '--state'?", new[] { "apply", "--stat", "state.json", "file" })]
    [InlineData("'--fast'", new[] { "apply", "--fast", "file" })]
    [InlineData("apply needs FILE", new[] { "apply" })]
    [InlineData("either DIR", new[] { "skip", "--sequence", "1", "--reason", "because" })]
    [InlineData("either DIR", new[] { "snapshot" })]
    [InlineData("--to", new[] { "archive", "dir" })]
    [InlineData("--count", new[] { "watch", "--node", "127.0.0.1:1", "--count", "0" })]
    [InlineData("'ETH'", new[] { "watch", "--node", "127.0.0.1:1", "--book", "ETH" })]
    [InlineData("'--fast'", new[] { "rules", "--fast" })]
    [InlineData("--format", new[] { "replay", "file" })]
    [InlineData("--margin", new[] { "replay", "file", "--format", "lobster", "--margin" })]
    [InlineData("one of: 'ndjson' 'lobster'", new[] { "replay", "file", "--format", "csv" })]
    [InlineData("--at", new[] { "state", "dir", "--at", "-1" })]
    [InlineData("--wallet", new[] { "risk", "dir" })]
    [InlineData("'0x1'", new[] { "risk", "dir", "--wallet", "0x1" })]
    [InlineData("--at", new[] { "risk", "dir", "--wallet", "0x0000000000000000000000000000000000000001", "--at", "-1" })]
    [InlineData("chain needs UNDERLYING", new[] { "chain", "dir" })]
    [InlineData("--at", new[] { "chain", "dir", "ETH", "--at", "-1" })]
    [InlineData("'tomorrow'", new[] { "demo", "tomorrow" })]
    [InlineData("--sequence", new[] { "skip", "dir", "--reason", "because" })]
    [InlineData("--reason", new[] { "skip", "dir", "--sequence", "1", "--reason", "" })]
    [InlineData("--seconds", new[] { "demo", "--seconds", "0" })]
    [InlineData("--fund goes with --serve", new[] { "demo", "--fund", "0x0000000000000000000000000000000000000001" })]
    [InlineData("FILE is given and empty", new[] { "apply", "" })]
    [InlineData("--out is given and empty", new[] { "apply", "file", "--out", "" })]
    [InlineData("--at takes", new[] { "state", "dir", "--at", "99999999999999999999" })]
    [InlineData("--at takes", new[] { "chain", "dir", "ETH", "--at", "1.5" })]
    [InlineData("--patience takes", new[] { "submit", "file", "--node", "127.0.0.1:1", "--patience", "-1" })]
    [InlineData("--in-flight takes", new[] { "submit", "file", "--node", "127.0.0.1:1", "--in-flight", "2049" })]
    [InlineData("--timeout takes", new[] { "health", "--node", "127.0.0.1:1", "--timeout", "NaN" })]
    [InlineData("--seed takes", new[] { "demo", "day", "--seed", "x" })]
    [InlineData("--sequence takes", new[] { "skip", "dir", "--sequence", "x", "--reason", "because" })]
    [InlineData("--port takes", new[] { "run", "--port", "65536" })]
    [InlineData("--progress-every takes", new[] { "replay", "f", "--format", "ndjson", "--progress-every", "x" })]
    public void Wrong_usage_is_named(string part, string[] arguments) =>
        HypercallProcess.Run(arguments).ShouldFail(2, part, "--help");

    [Theory]
    [InlineData("nowhere")]
    [InlineData("http://127.0.0.1:80000")]
    [InlineData("http://venue.example:3000")]
    public void Where_a_gateway_cannot_listen_ends_a_node_before_it_starts(string url) => HypercallProcess
        .Run("run", "--port", "1", "--journal", "memory", "--role", "view", "--role", "gateway", "--http", url)
        .ShouldFail(2, "hypercall.gateway.url", url, "http://127.0.0.1:3000");

    [Theory]
    [InlineData]
    [InlineData("--role", "engine", "--role", "view")]
    [InlineData("--role", "gateway")]
    public void A_node_that_would_not_serve_what_http_names_is_refused(params string[] roles) => HypercallProcess
        .Run(["run", "--port", "1", "--journal", "memory", "--http", "http://127.0.0.1:3000", .. roles])
        .ShouldFail(2, "--http http://127.0.0.1:3000", "--role gateway and --role view");

    [Theory]
    [InlineData("akka.loglevel = NOISY", "NOISY")]
    [InlineData("akka.remote.dot-netty.tcp.maximum-frame-size = wide", "'wide'")]
    public void What_Akka_does_not_take_is_told_without_a_stack_trace(string setting, string part)
    {
        using var folder = new TemporaryFolder();
        ProcessResult result = HypercallProcess.Run(
            "run", "--port", "1", "--journal", "memory", "--config", folder.Write("node.conf", setting));

        Assert.Equal(2, result.ExitCode);
        Assert.Contains(part, result.Error.Split("hypercall: the settings under akka: ")[^1]);
        Assert.DoesNotContain("   at ", result.Error);
    }

    [Theory]
    [InlineData("apply")]
    [InlineData("replay", "--format", "ndjson")]
    [InlineData("replay", "--format", "lobster")]
    [InlineData("replay", "--format", "deribit-trades")]
    public void A_missing_file_is_named(string verb, params string[] options)
    {
        using var folder = new TemporaryFolder();
        string path = folder["absent.txt"];
        HypercallProcess.Run([verb, path, .. options]).ShouldFail(2, path, "no such file");
    }

    [Theory]
    [InlineData("2>/dev/full")]
    [InlineData("2>&-")]
    public void The_exit_code_stands_where_standard_error_takes_nothing(string redirection) =>
        Assert.Equal(2, HypercallProcess.RunInShell($"\"$@\" {redirection}", "apply", "absent.txt").ExitCode);

    [Fact]
    public void A_folder_in_place_of_a_file_is_named()
    {
        using var folder = new TemporaryFolder();
        HypercallProcess.Run("apply", folder.FullName).ShouldFail(2, folder.FullName, "is a folder");
    }

    [Theory]
    [InlineData("verify")]
    [InlineData("state")]
    [InlineData("risk", "--wallet", "0x0000000000000000000000000000000000000001")]
    [InlineData("liquidations")]
    [InlineData("chain", "ETH")]
    [InlineData("snapshot")]
    [InlineData("archive", "--to", "elsewhere")]
    [InlineData("history", "--to", "elsewhere")]
    [InlineData("skip", "--sequence", "1", "--reason", "because")]
    public void A_folder_without_a_journal_is_named(string verb, params string[] options)
    {
        using var folder = new TemporaryFolder();
        HypercallProcess.Run([verb, folder.FullName, .. options]).ShouldFail(2, folder.FullName, "no journal");
        Assert.Empty(Directory.GetFileSystemEntries(folder.FullName));
    }

    [Fact]
    public void A_benchmark_makes_no_folder_but_its_own()
    {
        using var folder = new TemporaryFolder();
        ProcessResult result = HypercallProcess.Run("bench", "--only", "M1", "--dir", folder["absent"]);
        Assert.Equal(2, result.ExitCode);
        Assert.EndsWith($"hypercall: {folder["absent"]}: no such folder\n", result.Error);
        Assert.Empty(Directory.GetFileSystemEntries(folder.FullName));
    }

    /// <summary>.NET has a pipe of its own in its place, which would be waited for for ever.</summary>
    [Fact]
    public void A_standard_input_that_is_closed_is_named() => HypercallProcess
        .RunInShell("exec \"$@\" <&-", "apply", "-")
        .ShouldFail(2, "standard input", "is closed");

    [Fact]
    public void A_full_disk_under_an_output_file_is_named()
    {
        const string fullDevice = "/dev/full";
        if (!File.Exists(fullDevice))
            return;
        HypercallProcess.RunWithInput("""{"type":"Tick","timestamp":1}""", "apply", "-", "--out", fullDevice)
            .ShouldFail(2, "No space left");
    }

    [Fact]
    public void A_verb_describes_itself()
    {
        ProcessResult help = HypercallProcess.Run("--help").ShouldSucceed();
        string[] verbs = ["run", "submit", "health", "transfer", "apply", "replay", "verify", "bisect", "snapshot", "archive", "history", "watch", "state", "risk", "liquidations", "chain", "rules", "skip", "demo", "bench"];
        Assert.All(verbs, verb => Assert.Contains($"  {verb} ", help.Output));
        Assert.DoesNotContain("gateway-load", HypercallProcess.Run("bench", "--help").ShouldSucceed().Output);
    }
}
