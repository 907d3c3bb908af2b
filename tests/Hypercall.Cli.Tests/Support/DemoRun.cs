namespace Hypercall.Cli.Tests.Support;

/// <summary>One demonstration on three nodes, as a user runs it, for all tests that look at it.</summary>
public sealed class DemoRun : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public DemoRun()
    {
        Result = HypercallProcess.Run("demo", "--seconds", "1", "--keep", Kept);
    }

    /// <summary>How it ended.</summary>
    internal ProcessResult Result { get; }

    /// <summary>What it kept.</summary>
    internal string Kept => _folder["kept"];

    /// <summary>A copy of what it kept, for a test that changes it.</summary>
    internal string Copy(string name)
    {
        Result.ShouldSucceed();
        string copy = _folder[name];
        foreach (string file in Directory.EnumerateFiles(Kept, "*", SearchOption.AllDirectories))
        {
            string target = Path.Combine(copy, Path.GetRelativePath(Kept, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        return copy;
    }

    public void Dispose() => _folder.Dispose();
}
