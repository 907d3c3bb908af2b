using Hypercall.Engine;
using Hypercall.Node.Storage;
using Hypercall.Sequencer.Journal;
using Hypercall.Sequencer.Recovery;

namespace Hypercall.Node.Verification;

/// <summary>
/// The state of a journal at a sequence, for <c>hypercall state</c>: read only, beside an owner or without.
/// </summary>
public static class JournalState
{
    /// <summary>An engine that has applied the journal up to a sequence.</summary>
    /// <param name="directory">The journal's directory.</param>
    /// <param name="sequence">Last command to apply; null: all there are.</param>
    /// <param name="partition">Which partition's journal, where there are several.</param>
    /// <returns>The engine; it stands before <paramref name="sequence"/> where the journal ends before it.</returns>
    /// <exception cref="JournalException">The journal cannot be read, or is damaged.</exception>
    public static ExchangeEngine At(string directory, long? sequence = null, string? partition = null)
    {
        using NodeStorage storage = NodeStorage.OpenReadOnly(directory, partition);
        return At(storage, sequence);
    }

    /// <summary>As above, on open storage.</summary>
    /// <exception cref="JournalException">The journal cannot be read, or is damaged.</exception>
    public static ExchangeEngine At(NodeStorage storage, long? sequence = null)
    {
        long target = sequence ?? long.MaxValue;
        if (target < 1)
            return new ExchangeEngine();
        JournalReplayer replayer = ReplayStart.Before(
            storage.Journal, storage.Snapshots, target == long.MaxValue ? target : target + 1);
        long lastRecord = storage.Journal.ReadLast()?.Number ?? 0;
        using IJournalCursor cursor = storage.Journal.Read(replayer.NextRecordNumber);
        while (replayer.NextRecordNumber <= lastRecord && cursor.MoveNext())
        {
            if (LastSequence(storage.Journal, cursor.Current) > target)
                return Finish(storage.Journal, replayer, target);
            ReplayVerdict verdict = replayer.Replay(cursor.Current.Number, cursor.Current.Bytes);
            if (!verdict.Accepted)
                throw new JournalDamagedException(storage.Journal.Location, verdict.RecordNumber, verdict.Error!);
        }

        return replayer.Engine;
    }

    private static long LastSequence(IJournal journal, JournalRow row)
    {
        RecordStatus status = JournalRecordCodec.TryDecode(row.Bytes, out JournalRecord? record, out string? error);
        return status == RecordStatus.Sound
            ? record!.LastSequence
            : throw new JournalDamagedException(journal.Location, row.Number, error ?? "the record cannot be read");
    }

    private static ExchangeEngine Finish(IJournal journal, JournalReplayer replayer, long target)
    {
        ExchangeEngine engine = replayer.Engine;
        using var commands = new JournalCommands(journal, replayer.NextRecordNumber);
        while (engine.Sequence < target && commands.MoveNext())
            commands.ApplyTo(engine);
        return engine;
    }
}
