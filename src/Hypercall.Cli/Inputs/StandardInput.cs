namespace Hypercall.Cli.Inputs;

/// <summary>Standard input as a stream of bytes.</summary>
internal static class StandardInput
{
    private const string Descriptors = "/proc/self/fd";
    private const string Own = Descriptors + "/0";
    private const string Pipe = "pipe:";

    /// <summary>Bits of an open file's flags that say whether it is read, written or both; 0: read only.</summary>
    private const int AccessMode = 3;

    /// <summary>
    /// Opens it. One that is closed is no input: .NET gives its place to a pipe of its own, whose end would never come.
    /// </summary>
    /// <exception cref="InputException">It is closed.</exception>
    public static Stream Open() => IsClosed()
        ? throw new InputException("standard input", "is closed")
        : Console.OpenStandardInput();

    /// <summary>Where this process can write what it would read.</summary>
    private static bool IsClosed() => OperatingSystem.IsLinux()
        && TargetOf(Own) is { } target
        && target.StartsWith(Pipe, StringComparison.Ordinal)
        && Directory.EnumerateFileSystemEntries(Descriptors)
            .Any(other => TargetOf(other) == target && IsWritten(other));

    private static string? TargetOf(string descriptor) => new FileInfo(descriptor).LinkTarget;

    private static bool IsWritten(string descriptor)
    {
        string flags = File.ReadLines($"/proc/self/fdinfo/{Path.GetFileName(descriptor)}")
            .First(line => line.StartsWith("flags:", StringComparison.Ordinal));
        return (Convert.ToInt32(flags[6..].Trim(), 8) & AccessMode) != 0;
    }
}
