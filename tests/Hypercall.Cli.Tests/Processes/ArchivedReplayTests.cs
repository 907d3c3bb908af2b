namespace Hypercall.Cli.Tests.Processes;

/// <summary>A journal whose first records were archived still knows the input that it was made from.</summary>
public sealed class ArchivedReplayTests : IDisposable
{
    private const int Archived = 600;

    private readonly TemporaryFolder _folder = new();
    private readonly string[] _lines;

    public ArchivedReplayTests()
    {
        _lines = File.ReadAllLines(DemoFile.Write(_folder, "demo.ndjson", 1_000));
        Replay(_lines[..Archived]).ShouldSucceed();
        HypercallProcess.Run("archive", _folder["journal"], "--to", _folder["archive"]).ShouldSucceed();
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void It_goes_on_with_the_input_that_the_archived_commands_came_from()
    {
        Assert.Contains("commands executed  0", Replay(_lines[..Archived]).ShouldSucceed().Output);
        Assert.Contains($"going on after command {Archived} ", Replay(_lines).ShouldSucceed().Output);
        HypercallProcess.Run("verify", _folder["journal"], "--archive", _folder["archive"]).ShouldSucceed();
        Replay([.. _lines[..^1], .. _lines[..1]]).ShouldFail(2, "another input", "command 1000");
    }

    [Fact]
    public void Another_input_is_refused()
    {
        string[] other = File.ReadAllLines(DemoFile.Write(_folder, "other.ndjson", 1_000, seed: 2));
        Replay(other).ShouldFail(2, "another input", $"its first {Archived} commands", $"row {Archived}");
        (_lines[100], _lines[101]) = (_lines[101], _lines[100]);
        Replay(_lines).ShouldFail(2, "another input");
    }

    [Fact]
    public void An_input_that_ends_among_the_archived_commands_is_refused() =>
        Replay(_lines[..(Archived - 1)]).ShouldFail(
            2, "another input", $"its first {Archived} commands", $"ends with command {Archived - 1}");

    private ProcessResult Replay(string[] lines) => HypercallProcess.Run(
        "replay", _folder.Write("demo.ndjson", lines), "--format", "ndjson", "--journal", _folder["journal"]);
}
