namespace Hypercall.Verification;

/// <summary>
/// Where a replay that wants one sequence only begins: at the newest sound snapshot before it, else at record 1.
/// </summary>
internal static class ReplayStart
{
    /// <summary>A replayer that stands before <paramref name="sequence"/>.</summary>
    /// <param name="journal">The journal.</param>
    /// <param name="sequence">The sequence.</param>
    /// <param name="passedOver">Hears of each damaged snapshot; null: nobody.</param>
    public static JournalReplayer Before(
        VenueJournal journal, long sequence, Action<VerificationDifference>? passedOver)
    {
        JournalReplayer replayer = New(journal);
        foreach (long number in journal.ReadSnapshotNumbers())
        {
            if (TryBegin(replayer, journal, number, sequence, passedOver))
                break;
        }

        return replayer;
    }

    /// <summary>A replayer that has read nothing.</summary>
    public static JournalReplayer New(VenueJournal journal) => new(new ReplayOptions
    {
        EngineId = journal.EngineId, Skips = journal.ReadSkips(),
    });

    /// <summary>A replayer at the oldest sound snapshot; one that has read nothing where there is none.</summary>
    public static JournalReplayer AtOldest(VenueJournal journal)
    {
        JournalReplayer replayer = New(journal);
        foreach (long number in journal.ReadSnapshotNumbers().Reverse())
        {
            if (TryBegin(replayer, journal, number, long.MaxValue, null))
                break;
        }

        return replayer;
    }

    /// <summary>An older snapshot, or the whole journal, gives the same state as one that is damaged.</summary>
    private static bool TryBegin(
        JournalReplayer replayer,
        VenueJournal journal,
        long number,
        long sequence,
        Action<VerificationDifference>? passedOver)
    {
        string? error;
        try
        {
            if (journal.LoadSnapshot(number) is not { } bytes
                || (SnapshotCodec.TryDecode(bytes, out EngineSnapshot? snapshot, out _)
                    && snapshot!.Sequence >= sequence))
            {
                return false;
            }

            error = replayer.OfferSnapshot(number, bytes).Error;
        }
        catch (JournalDamagedException damage)
        {
            error = damage.What;
        }

        if (error is not null)
            passedOver?.Invoke(new VerificationDifference(journal.SnapshotLocation, number, null, null, error));
        return error is null;
    }
}
