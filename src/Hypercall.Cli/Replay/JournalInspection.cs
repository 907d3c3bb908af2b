using Hypercall.Cli.Inputs;
using Hypercall.Sequencer.Journal;
using Hypercall.Sequencer.Snapshots;
using Hypercall.Verification.Storage;

namespace Hypercall.Cli.Replay;

/// <summary>Looks at the first and last records of a journal before a verb works with it.</summary>
internal static class JournalInspection
{
    /// <summary>Refuses a journal that was filled from something else; no journal yet is fine.</summary>
    /// <exception cref="InputException">It was.</exception>
    public static void RequireOrigin(string directory, JournalOrigin origin)
    {
        if (HeaderIn(directory) is not { } header)
            return;
        if (header.Origin is not { } found)
            throw new InputException(directory, "this journal was not made by a replay");
        if (found.Digest != origin.Digest)
            throw new InputException(directory, $"this journal was made from another input ({found.Name})");
    }

    /// <summary>The header: the first record or, where that was archived, what a snapshot carries of it.</summary>
    public static JournalRecord Header(VenueJournal journal)
    {
        if (journal.FirstRecord > 1)
            return HeaderInSnapshot(journal);
        using JournalCursor cursor = journal.Read(1);
        return cursor.MoveNext()
            ? Decode(journal, cursor.Current)
            : throw new JournalUnusableException($"'{journal.Location}' is empty");
    }

    /// <summary>The journal's last record.</summary>
    public static JournalRecord LastRecord(VenueJournal journal) => journal.ReadLast() is { } row
        ? Decode(journal, row)
        : throw new JournalUnusableException($"'{journal.Location}' is empty");

    private static JournalRecord? HeaderIn(string directory)
    {
        try
        {
            return Header(VenueJournal.Open(directory));
        }
        catch (JournalAbsentException)
        {
            return null;
        }
    }

    private static JournalRecord HeaderInSnapshot(VenueJournal journal)
    {
        foreach (long number in journal.ReadSnapshotNumbers())
        {
            if (journal.LoadSnapshot(number) is { } bytes
                && SnapshotCodec.TryDecode(bytes, out EngineSnapshot? snapshot, out _))
            {
                return new JournalRecord
                {
                    Kind = JournalRecordKind.Header,
                    EngineId = snapshot!.EngineId,
                    TimeSource = snapshot.TimeSource,
                    Origin = snapshot.Origin,
                };
            }
        }

        throw new JournalUnusableException(
            $"'{journal.Location}' begins with record {journal.FirstRecord}, and no snapshot is sound");
    }

    private static JournalRecord Decode(VenueJournal journal, JournalRow row)
    {
        RecordStatus status = JournalRecordCodec.TryDecode(row.Bytes, out JournalRecord? record, out string? error);
        return status == RecordStatus.Sound
            ? record!
            : throw new JournalUnusableException($"'{journal.Location}', record {row.Number}: {error}");
    }
}
