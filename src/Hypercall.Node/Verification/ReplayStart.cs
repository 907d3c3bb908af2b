using Hypercall.Node.Storage;
using Hypercall.Sequencer.Recovery;
using Hypercall.Sequencer.Snapshots;

namespace Hypercall.Node.Verification;

/// <summary>
/// Where a replay that wants one sequence only begins: at the newest sound snapshot before it, else at record 1.
/// </summary>
internal static class ReplayStart
{
    /// <summary>A replayer that stands before <paramref name="sequence"/>.</summary>
    /// <param name="journal">The journal that will be replayed.</param>
    /// <param name="snapshots">Its snapshots, or null for a start at record 1.</param>
    /// <param name="sequence">First command the caller wants to see applied.</param>
    /// <param name="observer">Sees what is applied.</param>
    public static JournalReplayer Before(
        IJournal journal, ISnapshotStore? snapshots, long sequence, IReplayObserver? observer = null)
    {
        var replayer = new JournalReplayer(new ReplayOptions
        {
            EngineId = journal.EngineId, Skips = journal.ReadSkips(), Observer = observer,
        });
        if (snapshots is null)
            return replayer;
        foreach (long number in snapshots.ReadNumbers())
        {
            if (TryBegin(replayer, snapshots, number, sequence))
                break;
        }

        return replayer;
    }

    private static bool TryBegin(JournalReplayer replayer, ISnapshotStore snapshots, long number, long sequence)
    {
        byte[] bytes;
        try
        {
            bytes = snapshots.Load(number);
        }
        catch (JournalDamagedException)
        {
            // An older snapshot, or the whole journal, gives the same state; verify reports the damage.
            return false;
        }

        return SnapshotCodec.TryDecode(bytes, out EngineSnapshot? snapshot, out _)
            && snapshot!.Sequence < sequence
            && replayer.OfferSnapshot(number, bytes).Accepted;
    }
}
