using System.Runtime.Versioning;

namespace Hypercall.Cli.Tests.Processes;

/// <summary>Files that a verb writes: whole or not at all, and never over what it reads.</summary>
public sealed class OutputTests : IDisposable
{
    private const string Tick = """{"type":"Tick","timestamp":1000}""";
    private const string Kept = "kept from before";

    private readonly TemporaryFolder _folder = new();
    private readonly string _input;

    public OutputTests() => _input = _folder.Write("in.ndjson", Tick);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("--out")]
    [InlineData("--state")]
    public void The_input_is_not_written_over(string option)
    {
        HypercallProcess.Run("apply", _input, option, _input).ShouldFail(2, "in.ndjson", "the input", option);
        string relative = Path.Combine(_folder.FullName, ".", "in.ndjson");
        HypercallProcess.Run("apply", _input, option, relative).ShouldFail(2, "the input");
        File.CreateSymbolicLink(_folder["link"], _input);
        HypercallProcess.Run("apply", _input, option, _folder["link"]).ShouldFail(2, "the input");
        Assert.Equal(Tick + "\n", File.ReadAllText(_input));
    }

    [Fact]
    public void The_input_is_not_written_over_through_a_folder_that_is_a_link()
    {
        Directory.CreateDirectory(_folder["folder"]);
        string input = Path.Combine(_folder["folder"], "in");
        File.Copy(_input, input);
        Directory.CreateSymbolicLink(_folder["link"], _folder["folder"]);
        Directory.CreateSymbolicLink(_folder["second"], "link");

        string byLinks = Path.Combine(_folder["second"], "in");
        HypercallProcess.Run("apply", input, "--out", byLinks).ShouldFail(2, "the input");
        HypercallProcess.Run("apply", byLinks, "--state", input).ShouldFail(2, "the input");
        Assert.Equal(Tick + "\n", File.ReadAllText(input));
    }

    [Fact]
    public void An_input_is_not_what_an_output_grows_in()
    {
        string input = _folder.Write("out.unfinished", Tick);
        HypercallProcess.Run("apply", input, "--out", _folder["out"])
            .ShouldFail(2, input, "the input", "--out grows in");
        HypercallProcess.Run("apply", _input, "--out", _folder["out"], "--state", input)
            .ShouldFail(2, input, "--out grows in", "--state");
        Assert.Equal(Tick + "\n", File.ReadAllText(input));
        HypercallProcess.Run("apply", _input, "--out", input).ShouldSucceed();
    }

    [Fact]
    public void A_replay_does_not_write_over_the_book_beside_its_messages()
    {
        string messages = _folder.Write("message.csv", "34200.1,1,7,18,5853300,1");
        string book = _folder.Write("depth50-first672.csv", "5859400,200,5853300,18");
        HypercallProcess.Run(
                "replay", messages, "--format", "lobster", "--state", book, "--journal", _folder["journal"])
            .ShouldFail(2, book, "the input", "--state");
    }

    [Fact]
    public void A_replay_does_not_write_over_its_input_either()
    {
        HypercallProcess.Run("replay", _input, "--format", "ndjson", "--state", _input, "--journal", _folder["journal"])
            .ShouldFail(2, "the input", "--state");
        Assert.Equal(Tick + "\n", File.ReadAllText(_input));
        Assert.False(Directory.Exists(_folder["journal"]));
    }

    [Fact]
    public void Two_outputs_are_two_files() =>
        HypercallProcess.Run("apply", _input, "--out", _folder["same"], "--state", _folder["same"])
            .ShouldFail(2, "same", "--out", "--state");

    [Fact]
    public void A_failed_run_leaves_what_was_there()
    {
        string bad = _folder.Write("bad.ndjson", Tick, "no command");
        string state = _folder.Write("state", Kept);
        HypercallProcess.Run("apply", bad, "--state", state).ShouldFail(2, "bad.ndjson:2");
        HypercallProcess.Run("replay", bad, "--format", "ndjson", "--journal", _folder["journal"], "--state", state)
            .ShouldFail(2, "bad.ndjson:2");

        Assert.Equal(Kept + "\n", File.ReadAllText(state));
        Assert.Empty(Directory.GetFiles(_folder.FullName, "*.unfinished"));
    }

    [Fact]
    public void Outcomes_before_a_malformed_line_are_written_to_a_file_too()
    {
        string bad = _folder.Write("bad.ndjson", Tick, "no command", Tick);
        string outcomes = _folder.Write("out", Kept);
        HypercallProcess.Run("apply", bad, "--out", outcomes).ShouldFail(2, "bad.ndjson:2");
        Assert.Equal(HypercallProcess.Run("apply", _input).Output, File.ReadAllText(outcomes));
    }

    [Fact]
    public void A_finished_run_takes_its_place_through_a_link()
    {
        string target = _folder.Write("target", Kept);
        File.CreateSymbolicLink(_folder["out"], target);
        HypercallProcess.Run("apply", _input, "--out", _folder["out"]).ShouldSucceed();
        Assert.Contains("\"sequence\":1", File.ReadAllText(target));
        Assert.Equal(target, File.ResolveLinkTarget(_folder["out"], true)!.FullName);
        Assert.Empty(Directory.GetFiles(_folder.FullName, "*.unfinished"));
    }

    [Theory]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.UserWrite)]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite)]
    [InlineData(UnixFileMode.UserRead)]
    [SupportedOSPlatform("linux")]
    public void Who_may_read_a_file_is_the_same_after_it_was_written_anew(UnixFileMode mode)
    {
        string outcomes = _folder.Write("out", Kept);
        File.SetUnixFileMode(outcomes, mode);
        HypercallProcess.Run("apply", _input, "--out", outcomes).ShouldSucceed();
        Assert.Contains("\"sequence\":1", File.ReadAllText(outcomes));
        Assert.Equal(mode, File.GetUnixFileMode(outcomes));
    }

    /// <summary>An input without an end would be read for ever.</summary>
    [Fact]
    public void Who_is_read_no_more_ends()
    {
        string many = _folder.Write("many.ndjson", [.. Enumerable.Repeat(Tick, 2_000)]);
        ProcessResult result = HypercallProcess.RunInShell(
            "\"$@\" | head -n 1; exit ${PIPESTATUS[0]}", "apply", many);
        Assert.Equal((128 + 13, ""), (result.ExitCode, result.Error));
        Assert.Contains("\"sequence\":1,", result.Output);
    }

    /// <summary>Its reader is gone before it writes.</summary>
    [Theory]
    [InlineData("rules")]
    [InlineData("demo", "day")]
    public void So_does_who_writes_lines_or_a_document(params string[] verb)
    {
        ProcessResult result = HypercallProcess.RunInShell(
            "\"$@\" | :; exit ${PIPESTATUS[0]}", verb);
        Assert.Equal((128 + 13, "", ""), (result.ExitCode, result.Error, result.Output));
    }

    [Fact]
    public void A_full_disk_leaves_nothing_unfinished()
    {
        File.CreateSymbolicLink(_folder["out.unfinished"], "/dev/full");
        HypercallProcess.Run("apply", _input, "--out", _folder["out"]).ShouldFail(2, "out.unfinished");
        Assert.Equal([_input], Directory.GetFiles(_folder.FullName));
    }
}
