using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Hypercall.Cli.Tests.Processes;

/// <summary>
/// Ctrl-C ends a verb at once, with the exit code of the signal, and nothing of its own stays behind.
/// </summary>
public sealed partial class InterruptionTests : IDisposable
{
    private const int ByInterrupt = 130;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_demonstration_takes_its_nodes_and_its_folder_with_it()
    {
        using HypercallProcess demo = HypercallProcess.StartIn(_folder.FullName, "demo");
        int[] nodes = [];
        Assert.True(demo.ReadUntil(line => (nodes = NodesOf(line)).Length == 3));
        Assert.NotEmpty(Directory.GetDirectories(_folder.FullName, "hypercall-*"));

        demo.Interrupt();

        ProcessResult result = demo.Complete();
        Assert.Equal((ByInterrupt, "hypercall: interrupted\n"), (result.ExitCode, result.Error));
        Assert.Empty(Directory.GetDirectories(_folder.FullName, "hypercall-*"));
        Assert.DoesNotContain(nodes, IsRunning);
    }

    [Fact]
    public void The_nodes_of_a_demonstration_that_is_killed_end_by_themselves()
    {
        using HypercallProcess demo = HypercallProcess.StartIn(_folder.FullName, "demo");
        int[] nodes = [];
        Assert.True(demo.ReadUntil(line => (nodes = NodesOf(line)).Length == 3));
        Process[] running = [.. nodes.Select(Process.GetProcessById)];

        Assert.True(demo.Kill());

        Assert.All(running, node =>
        {
            using (node)
                Assert.True(node.WaitForExit(TimeSpan.FromSeconds(90)), $"process {node.Id} still runs");
        });
    }

    [Fact]
    public void A_replay_goes_on_where_it_was_broken_off()
    {
        string input = DemoFile.Write(_folder, "demo.ndjson", 20_000);
        string[] replay =
        [
            "replay", input, "--format", "ndjson", "--journal", _folder["journal"], "--progress-every", "100",
        ];
        using HypercallProcess process = HypercallProcess.Start(replay);
        Assert.True(process.ReadUntil(line => line.Contains("commands,", StringComparison.Ordinal)));

        process.Interrupt();

        Assert.Equal(ByInterrupt, process.Complete().ExitCode);
        Assert.Contains("going on after command", HypercallProcess.Run(replay).ShouldSucceed().Output);
        HypercallProcess.Run("verify", _folder["journal"]).ShouldSucceed();
    }

    private static int[] NodesOf(string line) => NodesLine().Match(line) is { Success: true } match
        ? [.. match.Groups[1].Captures.Select(id => int.Parse(id.ValueSpan, CultureInfo.InvariantCulture))]
        : [];

    private static bool IsRunning(int process)
    {
        try
        {
            using Process running = Process.GetProcessById(process);
            return !running.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    [GeneratedRegex(@"nodes A, B, C are processes (?:(\d+)(?:, )?)+$")]
    private static partial Regex NodesLine();
}
