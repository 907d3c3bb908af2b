using System.Diagnostics;

namespace Hypercall.Node.Tests.Support;

/// <summary>A child process running <see cref="ChildProgram"/>; killed with the test if it still runs then.</summary>
internal sealed class ChildProcess : IDisposable
{
    private readonly Process _process;

    private ChildProcess(Process process) => _process = process;

    public static ChildProcess Start(params string[] arguments)
    {
        var start = new ProcessStartInfo
        {
            FileName = Environment.ProcessPath!,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        if (!Path.GetFileNameWithoutExtension(start.FileName).Equals("dotnet", StringComparison.OrdinalIgnoreCase))
            start.FileName = "dotnet";
        start.ArgumentList.Add("exec");
        start.ArgumentList.Add(typeof(ChildProgram).Assembly.Location);
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);
        return new ChildProcess(Process.Start(start)!);
    }

    public int Id => _process.Id;

    /// <summary>The next line of its output, or null at the end.</summary>
    public string? ReadLine() => _process.StandardOutput.ReadLine();

    /// <summary>The rest of its output.</summary>
    public string ReadToEnd() => _process.StandardOutput.ReadToEnd();

    /// <summary>Ends its input and waits for it.</summary>
    public int Finish()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        return _process.ExitCode;
    }

    /// <summary>SIGKILL, and waits until it is gone.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            Kill();
        _process.Dispose();
    }
}
