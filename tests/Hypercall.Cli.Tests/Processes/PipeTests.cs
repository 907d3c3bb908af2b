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

    /// <summary>Runs a verb through a shell line, in the folder.</summary>
    private ProcessResult Shell(string line, params string[] verb) =>
        HypercallProcess.RunInShell($"cd '{_folder.FullName}'; {line}", verb);
}
