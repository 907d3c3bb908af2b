using Hypercall.Benchmarks;

namespace Hypercall.Cli.Embedded;

/// <summary>
/// What the benchmarks of the actor run on: the embedded engine on SQLite files in a folder of this run.
/// </summary>
/// <param name="parent">Where the folder is made; it decides which disk is measured.</param>
/// <param name="interruption">Removes the folder where the run is interrupted.</param>
internal sealed class BenchFolder(string parent, Interruption interruption) : IJournalFolder
{
    private readonly WorkingFolder _folder = new(parent, interruption);

    public string FullName => _folder.FullName;

    public int Window => CommandFeed.Window;

    public async Task<IRunningEngine> StartAsync(Action<long> answered)
    {
        EmbeddedEngine engine = await EmbeddedEngine.StartAsync(FullName);
        return new RunningEngine(engine, engine.Feed(answer => answered(answer.Token)));
    }

    public ActorSystem StartPlain(out string journalPluginId)
    {
        ActorSystem system = ActorSystem.Create(
            NodeAddress.SystemName, NodeConfig.OfEmbedded(FullName, EmbeddedEngine.Partition));
        journalPluginId = HypercallSystem.Prepare(system).Partition.JournalPluginId;
        return system;
    }

    public void DropSnapshots()
    {
        foreach (string snapshots in Directory.GetFiles(FullName, "akka-snapshots.db*"))
            File.Delete(snapshots);
    }

    public void Dispose() => _folder.Dispose();

    private sealed class RunningEngine(EmbeddedEngine engine, CommandFeed feed) : IRunningEngine
    {
        public TimeSpan ReadyAfter => engine.ReadyAfter;

        public void Send(in SubmittedCommand command) => feed.Send(command);

        public void Complete() => feed.Complete();

        public async Task<Hash256> HashAsync() => (await engine.StateAsync()).Hash;

        public ValueTask DisposeAsync() => engine.DisposeAsync();
    }
}
