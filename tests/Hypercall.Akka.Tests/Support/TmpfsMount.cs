using System.Diagnostics;

namespace Hypercall.Actors.Tests.Support;

/// <summary>
/// A small file system in memory on a directory, for a disk that is really full; needs root on Linux.
/// </summary>
internal sealed class TmpfsMount : IDisposable
{
    private readonly string _directory;

    public TmpfsMount(string directory, int kibibytes)
    {
        _directory = directory;
        if (!Run("mount", "-t", "tmpfs", "-o", $"size={kibibytes}k", "tmpfs", directory))
            throw new IOException($"mount on '{directory}' failed");
    }

    public static bool IsPossible()
    {
        if (!OperatingSystem.IsLinux() || Environment.UserName != "root")
            return false;
        using var probe = new TemporaryDirectory();
        bool mounted = Run("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", probe.Path);
        if (mounted)
            Run("umount", probe.Path);
        return mounted;
    }

    public void Dispose()
    {
        if (!Run("umount", _directory))
            throw new IOException($"umount of '{_directory}' failed");
    }

    private static bool Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardError = true };
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);
        using Process process = Process.Start(start)!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}

/// <summary>A fact that is skipped where no tmpfs can be mounted.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class TmpfsFactAttribute : FactAttribute
{
    public TmpfsFactAttribute()
    {
        if (!TmpfsMount.IsPossible())
            Skip = "needs root on Linux to mount a small tmpfs";
    }
}
