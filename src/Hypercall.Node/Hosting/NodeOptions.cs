using Hypercall.Node.Storage;
using Hypercall.Sequencer.Live;

namespace Hypercall.Node.Hosting;

/// <summary>How a node runs. Nothing here changes what the engine decides.</summary>
public sealed record NodeOptions
{
    /// <summary>The rules' settings: engine id, time source, queue, batches, snapshots.</summary>
    public required SequencerOptions Sequencer { get; init; }

    /// <summary>How the journal's file is kept.</summary>
    public SqliteJournalOptions Journal { get; init; } = SqliteJournalOptions.Default;

    /// <summary>The two clocks.</summary>
    public INodeClock Clock { get; init; } = SystemNodeClock.Instance;

    /// <summary>
    /// Batches a subscription holds until its reader takes them; more are dropped and repaired later.
    /// </summary>
    public int SubscriptionCapacity { get; init; } = 256;

    /// <summary>Told of recovery now and then, on the engine's thread.</summary>
    public Action<RecoveryProgress>? OnRecovery { get; init; }

    /// <summary>
    /// Told what an operator should know and the node went on after (a damaged snapshot, a failed save), on any of the
    /// node's threads.
    /// </summary>
    public Action<string>? OnWarning { get; init; }

    /// <summary>
    /// Options of an engine as a node runs best: a quarter of a thousand commands in flight per record, so that writing
    /// one record takes about as long as applying another and neither waits for the other, and a seal only after a
    /// moment of quiet, so that it is not in the way of the answers' next commands.
    /// </summary>
    /// <param name="engineId">The engine (partition).</param>
    public static NodeOptions For(string engineId = "main") => new()
    {
        Sequencer = new SequencerOptions
        {
            EngineId = engineId, HostId = HostIdOfThisProcess(), MaxBatch = 256, SealIdleMs = 20,
        },
    };

    private static string HostIdOfThisProcess()
    {
        const int longestName = 48;
        string name = Environment.MachineName;
        return $"{name[..Math.Min(name.Length, longestName)]}:{Environment.ProcessId}";
    }
}
