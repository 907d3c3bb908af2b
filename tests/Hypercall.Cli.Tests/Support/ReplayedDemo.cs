namespace Hypercall.Cli.Tests.Support;

/// <summary>The demonstration's commands and the journal of their replay, made once and copied by each test.</summary>
public sealed class ReplayedDemo : IDisposable
{
    /// <summary>Commands of the input.</summary>
    public const int Commands = 2_000;

    private const string Input = "demo.ndjson";
    private readonly TemporaryFolder _folder = new();

    public ReplayedDemo()
    {
        DemoFile.Write(_folder, Input, Commands);
        HypercallProcess
            .Run("replay", _folder[Input], "--format", "ndjson", "--journal", _folder["journal"]).ShouldSucceed();
    }

    /// <summary>Copies the input into a folder.</summary>
    /// <returns>The copy's path.</returns>
    internal string CopyInput(TemporaryFolder folder)
    {
        File.Copy(_folder[Input], folder[Input]);
        return folder[Input];
    }

    /// <summary>Copies the journal into a folder that does not exist yet.</summary>
    public void CopyJournal(string target)
    {
        Directory.CreateDirectory(target);
        foreach (string file in Directory.GetFiles(_folder["journal"]))
            File.Copy(file, Path.Combine(target, Path.GetFileName(file)));
    }

    public void Dispose() => _folder.Dispose();
}
