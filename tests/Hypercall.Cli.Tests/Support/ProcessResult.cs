namespace Hypercall.Cli.Tests.Support;

/// <summary>How a process ended and what it wrote.</summary>
internal sealed record ProcessResult(int ExitCode, string Output, string Error)
{
    /// <summary>Asserts the exit code and that standard error is exactly one line with all the given parts.</summary>
    public void ShouldFail(int exitCode, params string[] parts)
    {
        Assert.True(exitCode == ExitCode, $"exit code {ExitCode}, expected {exitCode}: {Error}");
        Assert.StartsWith("hypercall: ", Error);
        Assert.Equal(1, Error.Count(c => c == '\n'));
        foreach (string part in parts)
            Assert.Contains(part, Error);
    }

    /// <summary>Asserts exit code 0 and an empty standard error.</summary>
    public ProcessResult ShouldSucceed()
    {
        Assert.True(ExitCode == 0, $"exit code {ExitCode}: {Error}");
        Assert.Equal("", Error);
        return this;
    }
}
