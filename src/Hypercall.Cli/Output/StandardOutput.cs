using Microsoft.Win32.SafeHandles;

namespace Hypercall.Cli.Output;

/// <summary>Standard output as a stream of bytes.</summary>
internal static class StandardOutput
{
    private const int Descriptor = 1;

    /// <summary>What Unix says where the reader of a pipe has left.</summary>
    private const int BrokenPipe = 32;

    /// <summary>
    /// Opens it. Once the reader of a pipe has left, writing to it fails; .NET's own stream would say nothing, and who
    /// writes go on for nobody.
    /// </summary>
    public static Stream Open()
    {
        if (OperatingSystem.IsWindows() || !Console.IsOutputRedirected)
            return Console.OpenStandardOutput();
        var pipe = new FileStream(new SafeFileHandle(Descriptor, ownsHandle: false), FileAccess.Write, bufferSize: 0);
        return pipe.CanSeek ? Console.OpenStandardOutput() : pipe;
    }

    /// <summary>Has the console's own writer fail in the same way.</summary>
    public static void AttachConsole()
    {
        if (Console.IsOutputRedirected)
            Console.SetOut(new StreamWriter(Open()) { AutoFlush = true });
    }

    /// <summary>Whether a write failed because nobody reads any more.</summary>
    public static bool IsUnread(Exception failure) =>
        failure is IOException { HResult: BrokenPipe } && !OperatingSystem.IsWindows();
}
