using System.Diagnostics;

namespace Hypercall.Cli.Tests.Support;

/// <summary>Runs the built executable as a process of its own, as a user does.</summary>
internal sealed class HypercallProcess : IDisposable
{
    private readonly Process _process;
    private readonly Task<string> _error;

    private HypercallProcess(ProcessStartInfo start)
    {
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        _process = Process.Start(start)!;
        _error = _process.StandardError.ReadToEndAsync();
    }

    /// <summary>Starts it.</summary>
    public static HypercallProcess Start(params string[] arguments) =>
        new(new ProcessStartInfo("dotnet", [TestProgram.Assembly, .. arguments]));

    /// <summary>Starts it with a folder for its temporary files.</summary>
    public static HypercallProcess StartIn(string temporary, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [TestProgram.Assembly, .. arguments]);
        start.Environment["TMPDIR"] = temporary;
        return new HypercallProcess(start);
    }

    /// <summary>Runs it to its end.</summary>
    public static ProcessResult Run(params string[] arguments) => RunWithInput("", arguments);

    /// <summary>Runs it to its end with something on standard input.</summary>
    public static ProcessResult RunWithInput(string input, params string[] arguments)
    {
        using HypercallProcess process = Start(arguments);
        process._process.StandardInput.Write(input);
        return process.Complete();
    }

    /// <summary>Runs it through a shell line in which <c>$@</c> stands for the command.</summary>
    public static ProcessResult RunInShell(string line, params string[] arguments)
    {
        using var process = new HypercallProcess(
            new ProcessStartInfo("bash", ["-c", line, "bash", "dotnet", TestProgram.Assembly, .. arguments]));
        return process.Complete();
    }

    /// <summary>Reads standard output until a line passes the test.</summary>
    /// <returns>False when the process ended before.</returns>
    public bool ReadUntil(Func<string, bool> reached)
    {
        while (_process.StandardOutput.ReadLine() is { } line)
        {
            if (reached(line))
                return true;
        }

        return false;
    }

    /// <summary>SIGKILL, and waits until the process is gone.</summary>
    /// <returns>True when the kill ended it, not its own end.</returns>
    public bool Kill()
    {
        const int killedBySignal = 128 + 9;
        _process.Kill();
        _process.WaitForExit();
        return _process.ExitCode == killedBySignal;
    }

    /// <summary>SIGINT, as Ctrl-C sends it.</summary>
    public void Interrupt()
    {
        using Process kill = Process.Start("kill", ["-INT", $"{_process.Id}"]);
        kill.WaitForExit();
    }

    /// <summary>Waits for its end.</summary>
    public ProcessResult Complete()
    {
        _process.StandardInput.Close();
        string output = _process.StandardOutput.ReadToEnd();
        _process.WaitForExit();
        return new ProcessResult(_process.ExitCode, output, _error.GetAwaiter().GetResult());
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }
}
