using Xunit.Abstractions;

namespace Hypercall.Cli.Tests.Processes;

/// <summary>A replay process killed with SIGKILL again and again, and started again until it is done.</summary>
public sealed class CrashTests(ITestOutputHelper log) : IDisposable
{
    private const int Commands = 36_000;
    private const int Kills = 22;
    private const int LineEvery = 20;
    private const int MostLines = 35;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_replay_killed_at_random_points_ends_in_the_state_of_an_undisturbed_run()
    {
        const int seed = 20_261_128;
        log.WriteLine($"seed {seed}");
        var random = new Random(seed);
        string input = DemoFile.Write(_folder, "demo.ndjson", Commands);

        int killed = 0;
        for (int life = 0; life < Kills; life++)
            killed += RunAndKill(input, random.Next(0, MostLines)) ? 1 : 0;
        Assert.InRange(killed, 20, Kills);
        HypercallProcess.Run("replay", input, "--format", "ndjson", "--journal", _folder["crashed"]).ShouldSucceed();
        HypercallProcess.Run("apply", input, "--out", _folder["out"], "--state", _folder["undisturbed"])
            .ShouldSucceed();

        string crashed = HypercallProcess.Run("state", _folder["crashed"]).ShouldSucceed().Output;
        Assert.Equal(File.ReadAllText(_folder["undisturbed"]), crashed);
        Assert.Contains("every hash agrees", HypercallProcess.Run("verify", _folder["crashed"]).ShouldSucceed().Output);
    }

    /// <summary>Kills a replay when it has said so many times how far it is; 0: at once.</summary>
    private bool RunAndKill(string input, int linesToRead)
    {
        using HypercallProcess process = HypercallProcess.Start(
            "replay", input, "--format", "ndjson", "--journal", _folder["crashed"], "--progress-every", $"{LineEvery}");
        int lines = 0;
        if (linesToRead > 0)
            process.ReadUntil(line => line.Contains("commands,", StringComparison.Ordinal) && ++lines == linesToRead);
        bool killed = process.Kill();
        log.WriteLine($"{(killed ? "killed" : "ended")} after {lines * LineEvery} durable commands");
        return killed;
    }
}
