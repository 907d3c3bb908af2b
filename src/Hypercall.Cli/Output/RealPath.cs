namespace Hypercall.Cli.Output;

/// <summary>Where a path leads: two of them are of one file where they lead to the same place.</summary>
internal static class RealPath
{
    /// <summary>As many links as Linux follows.</summary>
    private const int MostLinks = 40;

    private const string SharedMemory = "/dev/shm/";

    /// <summary>The path with every link on its way resolved, but for those of devices: they lead to none.</summary>
    public static string Of(string path) => Resolve(Path.GetFullPath(path), MostLinks);

    /// <summary>True for a device, or for what this process has open.</summary>
    public static bool IsDevice(string real) =>
        (real.StartsWith("/dev/", StringComparison.Ordinal) && !real.StartsWith(SharedMemory, StringComparison.Ordinal))
        || real.StartsWith("/proc/", StringComparison.Ordinal);

    private static string Resolve(string path, int links)
    {
        if (links == 0 || IsDevice(path) || Path.GetDirectoryName(path) is not { } folder)
            return path;
        string parent = Resolve(folder, links);
        string real = Path.Combine(parent, Path.GetFileName(path));
        return new FileInfo(real).LinkTarget is { } target
            ? Resolve(Path.GetFullPath(target, parent), links - 1)
            : real;
    }
}
