namespace Hypercall.Cli.Tests.Processes;

/// <summary>
/// A password, or a whole connection string, in a place that would become a path, a message or a line of a log is refused
/// and not shown; and a path in the place of a connection string.
/// </summary>
public sealed class SecretTests
{
    private const string Secret = "hunter2";
    private const string Connection = "Host=127.0.0.1;Port=1;Username=u;Password=" + Secret;

    public static TheoryData<int, string[]> Misplaced => new()
    {
        { 2, ["apply", Connection] },
        { 2, ["apply", "-", "--out", Connection] },
        { 2, ["apply", "-", $"--state={Connection}"] },
        { 2, ["replay", "file", "--format", "ndjson", "--journal", Connection] },
        { 2, ["archive", "dir", "--to", Connection] },
        { 2, ["verify", "dir", "--archive", Connection] },
        { 2, ["history", "dir", "--to", "file", "--archive", Connection] },
        { 2, ["verify", "dir", Connection] },
        { 2, [Connection] },
        { 2, ["demo", "--keep", Connection] },
        { 2, ["run", "--port", "1", "--config", Connection] },
        { 2, ["run", "--port", "1", "--journal", "sqlite", "--journal-at", Connection] },
        { 2, ["run", "--port", "1", "--partition", Connection] },
        { 2, ["journal", "init", "Password=" + Secret] },
        { 2, ["journal", "init", Connection + ";Prot=5"] },
        { 2, ["state", Connection + ";Prot=5"] },
        { 2, ["snapshot", Connection] },
        { 2, ["skip", Connection, "--sequence", "1", "--reason", "because"] },
        { 3, ["verify", Connection] },
        { 3, ["history", Connection, "--to", Connection] },
        { 3, ["journal", "init", Connection] },
    };

    [Theory]
    [MemberData(nameof(Misplaced))]
    public void A_password_is_never_shown(int exitCode, string[] arguments)
    {
        using var folder = new TemporaryFolder();
        ProcessResult result = HypercallProcess.RunInShell($"cd {folder.FullName} && exec \"$@\"", arguments);

        Assert.DoesNotContain(Secret, result.Error + result.Output);
        result.ShouldFail(exitCode);
        Assert.Empty(Directory.GetFileSystemEntries(folder.FullName));
    }

    [Fact]
    public void A_path_in_the_place_of_a_connection_string_is_refused() => HypercallProcess
        .Run("run", "--port", "1", "--journal", "postgresql", "--journal-at", "data")
        .ShouldFail(2, "--journal-at", "a connection string, not a path");

    [Fact]
    public void A_password_in_a_file_of_settings_that_takes_none_is_not_shown()
    {
        using var folder = new TemporaryFolder();
        string config = folder["venue.conf"];
        File.WriteAllText(config, $"hypercall.journal.sqlite.connection-string = \"{Connection}\"\n");

        ProcessResult result = HypercallProcess.Run("run", "--port", "1", "--config", config);

        Assert.DoesNotContain(Secret, result.Error + result.Output);
        result.ShouldFail(2, "hypercall.journal.sqlite.connection-string");
    }

    [Fact]
    public void A_variable_that_is_not_set_is_named() => HypercallProcess
        .Run("verify", "env:HYPERCALL_THERE_IS_NONE")
        .ShouldFail(2, "env:HYPERCALL_THERE_IS_NONE");
}
