using Hypercall.Cli.Demo.Cluster;
using Hypercall.Engine;
using Hypercall.Engine.Events;
using Hypercall.Verification;
using Hypercall.Verification.Storage;

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

    /// <summary>What its clients would have been told of each command that the journal which it kept has.</summary>
    internal ClusterTestimony Told()
    {
        Result.ShouldSucceed();
        var engine = new ExchangeEngine();
        var told = new List<Acknowledgement>();
        using var commands = new JournalCommands(VenueJournal.Open(Path.Combine(Kept, "journal")));
        while (commands.MoveNext())
        {
            ApplyOutput outcome = commands.ApplyTo(engine);
            if (commands.Current.RequestId is { } request)
                told.Add(Acknowledgement.Of(request, outcome));
        }

        return new ClusterTestimony(told, engine.Sequence, engine.Hash);
    }

    public void Dispose() => _folder.Dispose();
}
