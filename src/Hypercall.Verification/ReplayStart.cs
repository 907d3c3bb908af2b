using Hypercall.Sequencer.Recovery;
using Hypercall.Sequencer.Snapshots;
using Hypercall.Verification.Storage;

namespace Hypercall.Verification;

/// <summary>
/// Where a replay that wants one sequence only begins: at the newest sound snapshot before it, else at record 1.
/// </summary>
internal static class ReplayStart
{
    /// <summary>A replayer that stands before <paramref name="sequence"/>.</summary>
    public static JournalReplayer Before(VenueJournal journal, long sequence)
    {
        var replayer = new JournalReplayer(new ReplayOptions
        {
            EngineId = journal.EngineId, Skips = journal.ReadSkips(),
        });
        foreach (long number in journal.ReadSnapshotNumbers())
        {
            if (TryBegin(replayer, journal, number, sequence))
                break;
        }

        return replayer;
    }

    /// <summary>
    /// An older snapshot, or the whole journal, gives the same state as one that is damaged; verify reports the damage.
    /// </summary>
    private static bool TryBegin(JournalReplayer replayer, VenueJournal journal, long number, long sequence)
    {
        try
        {
            return journal.LoadSnapshot(number) is { } bytes
                && SnapshotCodec.TryDecode(bytes, out EngineSnapshot? snapshot, out _)
                && snapshot!.Sequence < sequence
                && replayer.OfferSnapshot(number, bytes).Accepted;
        }
        catch (JournalDamagedException)
        {
            return false;
        }
    }
}
