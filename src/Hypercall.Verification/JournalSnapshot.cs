namespace Hypercall.Verification;

/// <summary>
/// A snapshot at the end of a journal that no host runs on, for <c>hypercall snapshot</c>: it is made by reading, so
/// that the journal keeps its last owner.
/// </summary>
public static class JournalSnapshot
{
    /// <summary>Executes the journal to its end, from the newest snapshot that serves.</summary>
    /// <param name="passedOver">
    /// Hears of each damaged snapshot in whose place an older one, or the whole journal, gives the state; null: nobody.
    /// </param>
    /// <returns>The snapshot, checked, and the number of the record at which it is to be kept.</returns>
    /// <exception cref="JournalException">The journal cannot be read, is damaged, or holds no command.</exception>
    public static (long RecordNumber, ReadOnlyMemory<byte> Bytes) Take(
        VenueJournal journal, Action<VerificationDifference>? passedOver = null)
    {
        JournalReplayer replayer = ReplayStart.At(journal, journal.ReadSnapshotNumbers(), passedOver: passedOver);
        using (JournalCursor cursor = journal.Read(replayer.NextRecordNumber))
        {
            while (cursor.MoveNext())
                ReplayStart.Require(journal, replayer.Replay(cursor.Current.Number, cursor.Current.Bytes));
        }

        ReplayStart.Require(journal, replayer.Complete(journal.ReadLast()?.Number ?? 0));
        if (replayer.Engine.Sequence == 0)
            throw new JournalIncompatibleException(
                journal.Location, "holds no command that was executed: there is no state to keep");
        long number = replayer.Report.LastRecordNumber;
        CheckedSnapshot taken = replayer.DraftSnapshot().Complete();
        return taken.Error is { } error
            ? throw new JournalDamagedException(journal.Location, number, error)
            : (number, taken.Bytes);
    }
}
