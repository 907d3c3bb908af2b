namespace Hypercall.Verification;

/// <summary>Where a replay begins that needs no whole journal: at a sound snapshot, else at record 1.</summary>
internal static class ReplayStart
{
    /// <summary>A replayer at the first snapshot that serves; one that has read nothing where none does.</summary>
    /// <param name="numbers">The snapshots, in the order in which they are tried.</param>
    /// <param name="sequence">One that has reached this does not serve.</param>
    /// <param name="passedOver">Hears of each damaged one; null: nobody.</param>
    public static JournalReplayer At(
        VenueJournal journal,
        IEnumerable<long> numbers,
        long sequence = long.MaxValue,
        Action<VerificationDifference>? passedOver = null)
    {
        var replayer = new JournalReplayer(new ReplayOptions
        {
            EngineId = journal.EngineId, Skips = journal.ReadSkips(),
        });
        foreach (long number in numbers)
        {
            if (TryBegin(replayer, journal, number, sequence, passedOver))
                break;
        }

        return replayer;
    }

    /// <summary>Requires that a record was accepted.</summary>
    /// <exception cref="JournalDamagedException">It was not.</exception>
    public static void Require(VenueJournal journal, in ReplayVerdict verdict)
    {
        if (!verdict.Accepted)
            throw new JournalDamagedException(journal.Location, verdict.RecordNumber, verdict.Error!);
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
