namespace Hypercall.Cli.Tests.Processes;

/// <summary>Pipes where a verb takes the name of a file: they are read and written as they are.</summary>
public sealed class PipeTests : IDisposable
{
    private const string Tick = """{"type":"Tick","timestamp":1000}""";

    private readonly TemporaryFolder _folder = new();
    private readonly string _expected;

    public PipeTests()
    {
        string input = _folder.Write("in.ndjson", Tick, Tick);
        _expected = HypercallProcess.Run("apply", input).ShouldSucceed().Output;
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("\"$@\" <(cat in.ndjson)")]
    [InlineData("cat in.ndjson | \"$@\" /dev/stdin")]
    [InlineData("\"$@\" /dev/stdin <in.ndjson")]
    [InlineData("mkfifo fifo; cat in.ndjson >fifo & \"$@\" fifo")]
    public void A_pipe_is_read_as_a_file_is(string line) =>
        Assert.Equal(_expected, Shell(line, "apply").ShouldSucceed().Output);

    [Fact]
    public void What_is_read_more_than_once_is_no_pipe()
    {
        Shell("\"$@\" --journal journal <(cat in.ndjson)", "replay", "--format", "ndjson")
            .ShouldFail(2, "/dev/fd/", "is a pipe");
        Assert.False(Directory.Exists(_folder["journal"]));
    }

    [Theory]
    [InlineData("--out", "\"$@\" > >(cat >out) --out /dev/stdout")]
    [InlineData("--out", "\"$@\" --out /dev/stdout | cat >out")]
    [InlineData("--out", "\"$@\" --out /dev/fd/3 3> >(cat >out)")]
    [InlineData("--out", "mkfifo fifo; cat fifo >out & \"$@\" --out fifo")]
    [InlineData("--out", "mkfifo fifo; ln -s fifo link; cat fifo >out & \"$@\" --out link")]
    [InlineData("--state", "mkfifo fifo; cat fifo >out & \"$@\" --state fifo >/dev/null")]
    public void A_pipe_is_written_as_it_is(string option, string line)
    {
        Assert.Equal("", Shell($"{line}; code=$?; wait; exit $code", "apply", "in.ndjson").ShouldSucceed().Output);
        HypercallProcess.Run("apply", _folder["in.ndjson"], option, _folder["expected"]).ShouldSucceed();
        Assert.Equal(File.ReadAllText(_folder["expected"]), File.ReadAllText(_folder["out"]));
        Assert.Empty(Directory.GetFiles(_folder.FullName, "*.unfinished"));
        Shell("[ ! -e fifo ] || [ -p fifo ]; exit $?").ShouldSucceed();
    }

    /// <summary>Runs a verb through a shell line, in the folder.</summary>
    private ProcessResult Shell(string line, params string[] verb) =>
        HypercallProcess.RunInShell($"cd '{_folder.FullName}'; {line}", verb);
}
