using Akka.Persistence.Sql.Journal;

namespace Hypercall.Actors.Storage;

/// <summary>
/// The journal plugin of Akka.Persistence.Sql that reads at most <see cref="MostAhead"/> rows ahead of an engine that
/// recovers, so that a recovery's memory does not grow with the journal.
/// </summary>
internal class PacedSqlJournal(Config config) : SqlWriteJournal(config)
{
    /// <summary>Rows that may wait for the actor. One is a record of hundreds of commands, 1 MiB at most.</summary>
    public const int MostAhead = 2 * Part;

    private const int Part = 64;

    private readonly ReplayPace _pace = ReplayPace.Of(Context.System);

    /// <summary>Part by part: while one is read, the actor works at the one before.</summary>
    public override async Task ReplayMessagesAsync(
        IActorContext context,
        string persistenceId,
        long fromSequenceNr,
        long toSequenceNr,
        long max,
        Action<IPersistentRepresentation> recoveryCallback)
    {
        long from = fromSequenceNr;
        long sent = 0;
        for (; max == long.MaxValue && toSequenceNr - from >= Part; from += Part)
        {
            long sentBefore = sent;
            await base.ReplayMessagesAsync(context, persistenceId, from, from + Part - 1, max, Send);
            await _pace.PassedAsync(persistenceId, sentBefore);
        }

        await base.ReplayMessagesAsync(context, persistenceId, from, toSequenceNr, max, recoveryCallback);

        // Rows may be missing, as behind an archive: only what was sent is waited for.
        void Send(IPersistentRepresentation row)
        {
            sent = row.SequenceNr;
            recoveryCallback(row);
        }
    }
}
