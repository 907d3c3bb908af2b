using Hypercall.Actors.Follower;
using Hypercall.Engine.State;
using Hypercall.Sequencer.Recovery;

namespace Hypercall.Actors.Clustering;

/// <summary>
/// Does on an engine node's start, and throws away, what a takeover does: opens journal and snapshot store, reads some
/// records, executes them, encodes the state. Otherwise the first takeover would pay for loading and compiling all
/// that, a second or more of an outage, and the first snapshot would hold the engine up twice as long as others.
/// </summary>
internal static class NodeWarmUp
{
    private const int Records = 32;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <summary>Does it for a partition; never throws, since whatever fails the engine will meet, and tell.</summary>
    public static async Task RunAsync(ActorSystem system, PartitionSettings partition)
    {
        try
        {
            var reads = new PartitionReads(system, partition, Longest);
            Execute(partition, await reads.RecordsAsync(1, Records));
            await reads.SnapshotAsync();
            system.Log.Debug("journal and snapshots of {0} are open", partition.Partition);
        }
        catch (Exception exception)
        {
            system.Log.Debug("journal and snapshots of {0} are not open: {1}", partition.Partition, exception.Message);
        }
    }

    private static void Execute(PartitionSettings partition, IReadOnlyList<JournalRow> rows)
    {
        var replayer = new JournalReplayer(partition.ForReplay());
        foreach (JournalRow row in rows)
        {
            if (row.Payload is not PersistedRecord record || !replayer.Replay(row.Number, record.Bytes).Accepted)
                return;
        }

        StateDraft draft = replayer.Engine.DraftSnapshot();
        draft.MoveTo(new byte[draft.Length]);
    }
}
