namespace Hypercall.Verification;

/// <summary>
/// The state of a journal at a sequence, for <c>hypercall state</c>: read only, beside an owner or without.
/// </summary>
public static class JournalState
{
    /// <summary>An engine that has applied the journal up to a sequence.</summary>
    /// <param name="location">
    /// A folder, a file or a connection string, as <see cref="VenueJournal.Open"/> takes it.
    /// </param>
    /// <param name="sequence">Last command to apply; null: all there are.</param>
    /// <param name="partition">Which partition's journal, where there are several.</param>
    /// <param name="passedOver">
    /// Hears of each damaged snapshot in whose place an older one, or the whole journal, gives the state; null: nobody.
    /// </param>
    /// <returns>The engine; it stands before <paramref name="sequence"/> where the journal ends before it.</returns>
    /// <exception cref="JournalException">The journal cannot be read, or is damaged.</exception>
    public static ExchangeEngine At(
        string location,
        long? sequence = null,
        string? partition = null,
        Action<VerificationDifference>? passedOver = null)
    {
        VenueJournal journal = VenueJournal.Open(location, partition);
        long target = sequence ?? long.MaxValue;
        if (target < 1)
            return new ExchangeEngine();
        long beyond = target == long.MaxValue ? target : target + 1;
        JournalReplayer replayer = ReplayStart.At(journal, journal.ReadSnapshotNumbers(), beyond, passedOver);
        long lastRecord = journal.ReadLast()?.Number ?? 0;
        using JournalCursor cursor = journal.Read(replayer.NextRecordNumber);
        while (replayer.NextRecordNumber <= lastRecord && cursor.MoveNext())
        {
            if (journal.Decode(cursor.Current).LastSequence > target)
                return Finish(journal, replayer, target);
            ReplayStart.Require(journal, replayer.Replay(cursor.Current.Number, cursor.Current.Bytes));
        }

        return replayer.Engine;
    }

    private static ExchangeEngine Finish(VenueJournal journal, JournalReplayer replayer, long target)
    {
        ExchangeEngine engine = replayer.Engine;
        using var commands = new JournalCommands(journal, replayer.NextRecordNumber);
        while (engine.Sequence < target && commands.MoveNext())
            commands.ApplyTo(engine);
        return engine;
    }
}
