using Hypercall.Actors.Follower;
using Hypercall.Engine.State;
using Hypercall.Sequencer.Recovery;

namespace Hypercall.Actors.Views;

/// <summary>Where a feed begins: at the newest sound snapshot of its partition's engine.</summary>
/// <param name="Epoch">Epoch of the owner that took the snapshot.</param>
/// <param name="State">The engine's state in it.</param>
/// <param name="Listing">What was listed then.</param>
internal sealed record FeedStart(
    long Epoch, EngineView State, IReadOnlyList<KeyValuePair<string, InstrumentStatus>> Listing)
{
    /// <summary>Looks for it; null: there is none, the feed begins with the first command.</summary>
    /// <exception cref="Exception">Journal or snapshots cannot be read.</exception>
    public static async Task<FeedStart?> FindAsync(PartitionReads reads, PartitionSettings partition)
    {
        ReplayOptions options = partition.ForReplay(await reads.SkipsAsync());
        await foreach (JournalReplayer newest in reads.SnapshotsAsync(() => new JournalReplayer(options)))
            return new FeedStart(newest.Report.Epoch, newest.Engine.View(), newest.Engine.ViewListing());
        return null;
    }
}
