using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Hypercall.Actors.Tests.Metrics;
using Hypercall.Actors.Tests.Support;

namespace Hypercall.Actors.Tests.Processes;

/// <summary>The commands of <c>hypercall</c> as a user meets them: exit codes, output, errors.</summary>
[Collection(ProcessCollection.Name)]
[Trait("Category", "Processes")]
public sealed class NodeCommandTests
{
    private const string Deposit =
        """{"type":"DepositUpdate","timestamp":1,"wallet":"0x00000000000000000000000000000000000000a1","""
        + """ "amount":"5","source":"bank","number":1}""";

    private const string Id = "0f8fad5b-d9cb-469f-a165-70867728950e";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    [Fact]
    public async Task Submit_and_health_should_work_on_one_node_and_say_so_when_it_is_gone()
    {
        using var directory = new TemporaryDirectory();
        using var fleet = new NodeFleet(1, "--journal-at", directory.Path);
        fleet.Start(0);
        string node = fleet.Addresses[0];
        await AwaitReadyAsync(node);
        (int code, string text, _) = await RunAsync($"{Deposit}\n{Deposit}\n", "submit", "-", "--node", node);
        string[] lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(0, code);
        Assert.Equal(2, lines.Length);
        Assert.StartsWith("{\"sequence\":1,", lines[0], StringComparison.Ordinal);
        Assert.Contains("\"duplicate\":true", lines[1], StringComparison.Ordinal);
        fleet.Terminate(0);
        Assert.Equal(0, fleet.WaitForExit(0));
        (code, text, _) = await RunAsync("", "health", "--node", node, "--timeout", "1");
        Assert.Equal(1, code);
        Assert.StartsWith("main: no answer", text, StringComparison.Ordinal);
    }

    /// <summary>In the folder the node remembers also how far it has seen its journal go, and of which epoch.</summary>
    [Fact]
    public async Task A_node_should_own_its_journal_again_after_a_snapshot_of_its_folder()
    {
        using var directory = new TemporaryDirectory();
        using var fleet = new NodeFleet(1, "--journal-at", directory.Path);
        string node = fleet.Addresses[0];
        fleet.Start(0);
        await AwaitReadyAsync(node);
        Assert.Equal(0, (await RunAsync($"{Deposit}\n", "submit", "-", "--node", node)).Code);
        fleet.Kill(0);
        fleet.WaitForExit(0);

        (int code, string text, _) = await RunAsync("", "snapshot", directory.Path);

        Assert.Equal(0, code);
        Assert.StartsWith("snapshot after record ", text, StringComparison.Ordinal);
        fleet.Start(0);
        await AwaitReadyAsync(node);
    }

    [Fact]
    public async Task A_node_should_say_how_to_make_its_journal_and_run_once_it_is_made()
    {
        using var directory = new TemporaryDirectory();
        string data = directory.File("data");
        string port = NodeFleet.FreePorts(1)[0].ToString();
        (int code, _, string error) = await RunAsync("", "run", "--port", port, "--journal-at", data);
        Assert.Equal(3, code);
        Assert.Contains($"make it with: hypercall journal init \"{data}\"", error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(data));

        foreach (string what in new[] { "made journal, archived", "was ready" })
        {
            (code, string text, _) = await RunAsync("", "journal", "init", data);
            Assert.Equal(0, code);
            Assert.Contains($"journal, {what}", text, StringComparison.Ordinal);
        }

        using var fleet = new NodeFleet(1, "--journal-at", data);
        fleet.Start(0);
        await AwaitReadyAsync(fleet.Addresses[0]);
    }

    /// <summary>One takes times from its input, the other from the clock: either would end the other's journal.</summary>
    [Fact]
    public async Task A_host_should_refuse_the_folder_of_a_replay_and_a_replay_that_of_a_host()
    {
        using var directory = new TemporaryDirectory();
        string commands = directory.File("commands.ndjson");
        await File.WriteAllTextAsync(commands, Deposit + "\n");
        string replayed = directory.File("replayed");
        string hosted = directory.File("hosted");
        string[] replay = ["replay", commands, "--format", "ndjson", "--journal"];
        Assert.Equal(0, (await RunAsync("", [.. replay, replayed])).Code);
        using (var fleet = new NodeFleet(1, "--journal-at", replayed))
        {
            fleet.Start(0);
            string health = "";
            await Eventually.HoldsAsync(Patience, async () =>
            {
                health = (await RunAsync("", "health", "--node", fleet.Addresses[0])).Output;
                return health.StartsWith("main: stopped", StringComparison.Ordinal);
            });
            Assert.Contains("the journal's time source is Submission", health, StringComparison.Ordinal);
        }

        using (var fleet = new NodeFleet(1, "--journal-at", hosted))
        {
            fleet.Start(0);
            await AwaitReadyAsync(fleet.Addresses[0]);
            fleet.Terminate(0);
            Assert.Equal(0, fleet.WaitForExit(0));
        }

        (int code, _, string error) = await RunAsync("", [.. replay, hosted]);
        Assert.Equal(2, code);
        Assert.Contains("this journal was not made by a replay", error, StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync("", "verify", replayed)).Code);
        Assert.Equal(0, (await RunAsync("", "verify", hosted)).Code);
    }

    [PostgresqlFact]
    public async Task A_connection_string_should_be_taken_from_a_file_and_stand_on_no_command_line()
    {
        using var directory = new TemporaryDirectory();
        using var database = new PostgresqlDatabase();
        string file = directory.File("connection");
        await File.WriteAllTextAsync(file, database.ConnectionString + "\n");
        using var fleet = new NodeFleet(1, "--journal-at", $"file:{file}");
        fleet.Start(0);
        await AwaitReadyAsync(fleet.Addresses[0]);
        (int code, string text, _) = await RunAsync($"{Deposit}\n", "submit", "-", "--node", fleet.Addresses[0]);
        Assert.Equal(0, code);
        (code, text, _) = await RunAsync("", "verify", $"file:{file}");
        Assert.Equal(0, code);
        Assert.Contains("postgresql://", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Watch_should_show_outcomes_and_end_at_once_on_an_interrupt()
    {
        const int interrupt = 2;
        const int interrupted = 130;
        using var directory = new TemporaryDirectory();
        using var fleet = new NodeFleet(1, "--journal-at", directory.Path);
        fleet.Start(0);
        string node = fleet.Addresses[0];
        await AwaitReadyAsync(node);
        using Process watch = Process.Start(new ProcessStartInfo("dotnet", [TestProgram.Assembly, "watch", "--node", node])
        {
            RedirectStandardOutput = true,
        })!;
        Task<string?> line = watch.StandardOutput.ReadLineAsync();
        for (int number = 1; !line.IsCompleted; number++)
        {
            string deposit = Deposit.Replace("\"number\":1}", $"\"number\":{number}}}", StringComparison.Ordinal);
            Assert.Equal(0, (await RunAsync(deposit, "submit", "-", "--node", node)).Code);
        }

        long start = Environment.TickCount64;
        Assert.Equal(0, NodeFleet.SendSignal(watch.Id, interrupt));
        await watch.WaitForExitAsync();

        Assert.StartsWith("{\"sequence\":", await line, StringComparison.Ordinal);
        Assert.Equal(interrupted, watch.ExitCode);
        Assert.InRange(Environment.TickCount64 - start, 0, 5_000);
        (int code, string text, _) = await RunAsync("", "snapshot", "--node", node);
        Assert.Equal(0, code);
        Assert.StartsWith("snapshot after record ", text, StringComparison.Ordinal);
        Assert.Contains("main: ready since 2", (await RunAsync("", "health", "--node", node)).Output);
    }

    [Fact]
    public async Task Transfer_should_move_cash_once_and_report_the_same_again()
    {
        using var directory = new TemporaryDirectory();
        using var fleet = new NodeFleet(
            1, "--journal-at", directory.Path, "--partition", "east", "--partition", "west");
        fleet.Start(0);
        string node = fleet.Addresses[0];
        await AwaitReadyAsync(node, "east");
        Assert.Equal(0, (await RunAsync(Deposit + "\n", "submit", "-", "--node", node, "--partition", "east")).Code);
        string[] transfer =
        [
            "transfer", "--node", node, "--from", "east", "--to", "west", "--amount", "3.5",
            "--wallet", "0x00000000000000000000000000000000000000a1", "--id", Id, "--timeout", "90",
        ];

        (int code, string text, _) = await RunAsync("", transfer);
        string again = (await RunAsync("", transfer)).Output;
        transfer[4] = "nowhere";
        (int refused, _, string error) = await RunAsync("", transfer);

        Assert.Equal(0, code);
        Assert.Equal(
            $$"""{"id":"{{Id}}","from":"east","to":"west","wallet":"0x00000000000000000000000000000000000000a1","""
            + """ "amount":"3.5","number":1,"state":"completed","code":null}""".TrimStart() + "\n",
            text);
        Assert.Equal(text, again);
        Assert.Equal(2, refused);
        Assert.Contains("no partition 'nowhere'", error, StringComparison.Ordinal);
    }

    private static readonly string[] ClientVerbs =
    [
        "submit -",
        "watch",
        "snapshot",
        "skip --sequence 1 --reason none",
        "health",
        $"transfer --from nowhere --to main --amount 1 --wallet 0x{new string('a', 40)} --id {Id}",
        $"transfer end --from nowhere --to main --id {Id} --as refused --reason none",
    ];

    public static TheoryData<string> VerbsOfClients => [.. ClientVerbs];

    /// <summary>Within five seconds on a machine that has time for it.</summary>
    [Theory]
    [MemberData(nameof(VerbsOfClients))]
    public async Task A_verb_that_reaches_nobody_should_soon_end_with_1(string verb)
    {
        long start = Environment.TickCount64;
        (int code, string text, string error) = await RunAsync(Deposit, [.. verb.Split(' '), "--node", "127.0.0.1:1"]);

        Assert.Equal(1, code);
        Assert.Contains("akka.tcp://hypercall@127.0.0.1:1 answers", text + error, StringComparison.Ordinal);
        Assert.DoesNotContain("transfers: ", text, StringComparison.Ordinal);
        Assert.InRange(Environment.TickCount64 - start, 0, 15_000);
    }

    [Fact]
    public async Task A_partition_that_does_not_exist_should_end_every_verb_with_2_at_once()
    {
        using var directory = new TemporaryDirectory();
        using var fleet = new NodeFleet(1, "--journal-at", directory.Path);
        fleet.Start(0);
        await AwaitReadyAsync(fleet.Addresses[0]);
        foreach (string verb in ClientVerbs)
        {
            string[] partition = verb.StartsWith("transfer", StringComparison.Ordinal) ? [] : ["--partition", "nowhere"];
            (int code, string text, string error) = await RunAsync(
                Deposit, [.. verb.Split(' '), "--node", fleet.Addresses[0], .. partition]);
            Assert.True(code == 2, $"{verb}: {code} {text}{error}");
            Assert.Contains("no partition 'nowhere'", text + error, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("grpc")]
    [InlineData("http-protobuf")]
    public async Task Run_should_have_sent_its_metrics_to_a_collector_when_it_ends(string protocol)
    {
        using var directory = new TemporaryDirectory();
        using OtlpCollector collector = OtlpCollector.Start(protocol);
        string config = directory.File("node.conf");
        await File.WriteAllTextAsync(config, $"hypercall.metrics.otlp-protocol = {protocol}");
        using var fleet = new NodeFleet(
            1, "--journal-at", directory.Path, "--otlp", collector.Url, "--config", config);
        fleet.Start(0);
        await AwaitReadyAsync(fleet.Addresses[0]);
        (int code, _, _) = await RunAsync(Deposit, "submit", "-", "--node", fleet.Addresses[0]);
        Assert.Equal(0, code);
        fleet.Terminate(0);
        Assert.Equal(0, fleet.WaitForExit(0));
        collector.AssertReceived(
            "hypercall.epoch", "hypercall.recovery.duration", "hypercall.sequence", "hypercall.batch.size");
    }

    [Theory]
    [InlineData("run --port 1 --role banana", "banana")]
    [InlineData("run", "--port")]
    [InlineData("run --port 1 --otlp localhost:4317", "setting 'hypercall.metrics.otlp-endpoint' is 'localhost:4317'")]
    [InlineData("run --port 1 --host 10.0.0.11", "setting 'hypercall.wire.certificates'")]
    [InlineData("run --port 1 --host ???", "hypercall: ???: is no name or address of a host")]
    [InlineData("run --port 1 --host 127.0.0.1:9", "hypercall: 127.0.0.1:9: is no name or address of a host")]
    [InlineData("run --port 1 --seed ???:1", "hypercall: ???: is no name or address of a host")]
    [InlineData("run --port 1 --partition a/b", "setting 'hypercall.partitions' is 'a/b'")]
    [InlineData("run --port 1 --certificates no-such-folder", "'hypercall.wire.certificates' is 'no-such-folder")]
    [InlineData("certificates no-such-folder --host a/b", "a/b: is no name or address of a host")]
    [InlineData("health --node nowhere", "HOST:PORT")]
    [InlineData("transfer --node 127.0.0.1:1 --from a --to b --wallet 0x1 --amount 1 --id x", "is no UUID")]
    [InlineData("transfer --node 127.0.0.1:1 --from a --to b", "--id")]
    [InlineData("submit no-such-file --node 127.0.0.1:1", "no-such-file")]
    public async Task Bad_usage_should_end_with_2_and_say_what(string arguments, string said)
    {
        (int code, _, string text) = await RunAsync("", arguments.Split(' '));
        Assert.Equal(2, code);
        Assert.Contains(said, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_that_is_taken_should_end_the_start_with_2()
    {
        using var holder = new TcpListener(IPAddress.Loopback, 0);
        holder.Start();
        string port = ((IPEndPoint)holder.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);

        (int code, _, string text) = await RunAsync("", "run", "--port", port, "--journal", "memory");

        Assert.Equal(2, code);
        Assert.Contains(
            text.Split('\n'), line => line.StartsWith($"hypercall: 127.0.0.1:{port}: ", StringComparison.Ordinal));
    }

    /// <summary>203.0.113.0/24 is for documentation: no machine has an address of it.</summary>
    [Fact]
    public async Task An_address_that_is_not_this_machines_should_end_the_start_with_2_and_no_stack_trace()
    {
        using var directory = new TemporaryDirectory();
        Assert.Equal(0, (await RunAsync("", "certificates", directory.Path, "--host", "here")).Code);

        (int code, _, string text) = await RunAsync(
            "", "run", "--port", "25520", "--host", "203.0.113.1", "--journal", "memory", "--certificates",
            directory.File("here"));

        Assert.Equal(2, code);
        Assert.Contains(
            text.Split('\n'), line => line.StartsWith("hypercall: 203.0.113.1:25520: ", StringComparison.Ordinal));
        Assert.DoesNotContain("\n   at ", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nor_should_a_gateway_be_given_such_an_address()
    {
        (int code, _, string text) = await RunAsync(
            "", "run", "--port", NodeFleet.FreePorts(1)[0].ToString(), "--journal", "memory", "--role", "view",
            "--role", "gateway", "--http", "http://203.0.113.1:3000");

        Assert.Equal(2, code);
        Assert.Contains(
            text.Split('\n'),
            line => line.StartsWith("hypercall: http://203.0.113.1:3000/: ", StringComparison.Ordinal));
        Assert.DoesNotContain("\n   at ", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_node_on_the_other_protocols_loopback_address_should_be_reached_by_it()
    {
        using var directory = new TemporaryDirectory();
        using var fleet = new NodeFleet(1, "--journal-at", directory.Path, "--host", "::1") { Host = "::1" };
        fleet.Start(0);
        await AwaitReadyAsync(fleet.Addresses[0]);
    }

    [Fact]
    public async Task Nodes_with_certificates_should_form_a_cluster_that_answers_those_who_have_one()
    {
        using var directory = new TemporaryDirectory();
        string folder = directory.File("certificates");
        (int code, string made, _) = await RunAsync(
            "", "certificates", folder, "--host", "127.0.0.1", "--host", "desk");
        Assert.Equal(0, code);
        Assert.Equal($"{folder}/127.0.0.1\n{folder}/desk\n", made);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(
                UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode($"{folder}/authority.key"));
        using var fleet = new NodeFleet(
            2, "--journal-at", directory.File("data"), "--certificates", $"{folder}/127.0.0.1");
        fleet.Start(0);
        fleet.Start(1);
        string[] health = ["health", "--node", fleet.Addresses[1], "--timeout", "5"];

        await Eventually.HoldsAsync(Patience, async () =>
            (await RunAsync("", [.. health, "--certificates", $"{folder}/desk"])).Code == 0);

        Assert.Equal(1, (await RunAsync("", health)).Code);
        foreach (int node in new[] { 0, 1 })
        {
            fleet.Terminate(node);
            Assert.Equal(0, fleet.WaitForExit(node));
        }
    }

    private static async Task AwaitReadyAsync(string node, string partition = "main")
    {
        long start = Environment.TickCount64;
        while (true)
        {
            (int code, string text, _) = await RunAsync("", "health", "--node", node, "--partition", partition);
            if (code == 0)
                return;
            Assert.True(Environment.TickCount64 - start < Patience.TotalMilliseconds, text);
        }
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(string input, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo("dotnet", [TestProgram.Assembly, .. arguments])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        Task<string> error = process.StandardError.ReadToEndAsync();
        string text = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, text, await error);
    }
}
