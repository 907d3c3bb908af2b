namespace Hypercall.Cli.Tests.Processes;

/// <summary><c>hypercall bench --compare</c>: two builds in turns.</summary>
public sealed class BenchComparisonTests
{
    /// <summary>The other build is a script, in whose time a step of the loop takes a second.</summary>
    [Fact]
    public void What_both_measure_is_set_against_each_other()
    {
        using var folder = new TemporaryFolder();
        string workload = folder.Write(
            "small.csv", "side,price,qty,type,order_id,cancel_id,account", "S,100,5,L,1,0,501", "B,100,3,I,2,0,1",
            "S,100,0,C,0,1,501");
        string other = folder.Write(
            "other", "#!/bin/sh", """
            echo '{"Id":"calibration","What":"loop of dependent steps, a step","Value":1000000000,"HigherIsBetter":false}'
            """);
        HypercallProcess.RunInShell("chmod +x " + other).ShouldSucceed();
        ProcessResult result = HypercallProcess.Run(
            "bench", "--only", "M1", "--workload", workload, "--dir", folder.FullName, "--rounds", "1",
            "--compare", other);
        Assert.Equal((0, "round 1 of 1 is measured"), (result.ExitCode, result.Error.Trim()));
        string[] lines = result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Matches("^ +what +this +other +ratio +least +most$", lines[0]);
        Assert.Matches(@"^calibration +loop of dependent steps, a step +[0-9.]+ +1,000,000,000 +\d{7,}\.\d\d × ", lines[1]);
        Assert.Equal(2, lines.Length);
    }

    [Fact]
    public void What_is_no_build_is_named()
    {
        using var folder = new TemporaryFolder();
        HypercallProcess.Run("bench", "--compare", folder["absent.dll"]).ShouldFail(2, "absent.dll", "no file");
        string text = folder.Write("text.dll", "no program");
        HypercallProcess.Run("bench", "--dir", folder.FullName, "--rounds", "2", "--only", "M1", "--compare", text)
            .ShouldFail(2, "text.dll");
        HypercallProcess.Run("bench", "--compare", text, "--rounds", "0").ShouldFail(2, "--rounds takes", "--help");
    }
}
