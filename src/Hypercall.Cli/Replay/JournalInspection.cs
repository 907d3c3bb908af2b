using Hypercall.Sequencer.Journal;
using Hypercall.Sequencer.Snapshots;

namespace Hypercall.Cli.Replay;

/// <summary>Looks at the first and last records of a journal before a verb works with it.</summary>
internal static class JournalInspection
{
    /// <summary>Refuses a journal whose commands are not the first ones of an input; no journal yet is fine.</summary>
    /// <exception cref="InputException">They are not, or it is a file.</exception>
    public static void RequirePrefix(string directory, ReplayInput input)
    {
        if (File.Exists(directory))
            throw new InputException(directory, "is a file; a journal is kept in a folder");
        if (JournalIn(directory) is not { } journal)
            return;
        if (Header(journal).Origin is not { } found)
            throw new InputException(directory, "this journal was not made by a replay");
        if (found.Digest != input.Origin.Digest)
            throw new InputException(directory, $"this journal was made from another input ({found.Name})");
        if (FirstDifference(journal, input.Source) is { } difference)
            throw new InputException(
                directory, $"this journal was made from another input ({found.Name}): {difference}");
    }

    private static string? FirstDifference(VenueJournal journal, ICommandSource source) =>
        ArchivedHead.Of(journal)?.Difference(source) ?? FirstOwnDifference(journal, source);

    /// <summary>
    /// Where the commands that a journal holds are not those of an input, or null. A gap is damage, which recovery
    /// names.
    /// </summary>
    private static string? FirstOwnDifference(VenueJournal journal, ICommandSource source)
    {
        using var journaled = new JournalCommands(journal, journal.FirstRecord);
        if (!journaled.MoveNext())
            return null;
        long before = 0;
        foreach ((long sequence, InputCommand command) in InputSequence.Of(source))
        {
            bool isJournaled = sequence > before && sequence >= journaled.Current.Sequence;
            before = sequence;
            if (!isJournaled)
                continue;
            byte[] expected = EnvelopeCodec.Encode(command.Submitted.ToEnvelope(sequence));
            if (!EnvelopeCodec.Encode(journaled.Current).AsSpan().SequenceEqual(expected))
                return $"its command {sequence} is not that of row {command.Row}";
            if (!journaled.MoveNext() || journaled.Current.Sequence != sequence + 1)
                return null;
        }

        return $"it goes on with command {journaled.Current.Sequence} where the input ends";
    }

    /// <summary>The header: the first record or, where that was archived, what a snapshot carries of it.</summary>
    private static JournalRecord Header(VenueJournal journal)
    {
        if (journal.FirstRecord > 1)
            return HeaderIn(NewestSnapshot(journal));
        using JournalCursor cursor = journal.Read(1);
        return cursor.MoveNext()
            ? journal.Decode(cursor.Current)
            : throw new JournalUnusableException($"'{journal.Location}' is empty");
    }

    /// <summary>The journal's last record.</summary>
    public static JournalRecord LastRecord(VenueJournal journal) => journal.ReadLast() is { } row
        ? journal.Decode(row)
        : throw new JournalUnusableException($"'{journal.Location}' is empty");

    private static VenueJournal? JournalIn(string directory)
    {
        if (!Directory.Exists(directory))
            return null;
        try
        {
            return VenueJournal.Open(directory);
        }
        catch (JournalAbsentException)
        {
            return null;
        }
    }

    /// <summary>The newest snapshot that is sound, of a journal that cannot do without one.</summary>
    public static EngineSnapshot NewestSnapshot(VenueJournal journal) => FindNewestSnapshot(journal)
        ?? throw new JournalUnusableException(
            $"'{journal.Location}' begins with record {journal.FirstRecord}, and no snapshot is sound");

    /// <summary>The newest snapshot that is sound; null where none is.</summary>
    public static EngineSnapshot? FindNewestSnapshot(VenueJournal journal)
    {
        foreach (long number in journal.ReadSnapshotNumbers())
        {
            if (journal.LoadSnapshot(number) is { } bytes
                && SnapshotCodec.TryDecode(bytes, out EngineSnapshot? snapshot, out _))
                return snapshot;
        }

        return null;
    }

    private static JournalRecord HeaderIn(EngineSnapshot snapshot) => new()
    {
        Kind = JournalRecordKind.Header,
        EngineId = snapshot.EngineId,
        TimeSource = snapshot.TimeSource,
        Origin = snapshot.Origin,
    };
}
