using Hypercall.Cli.Inputs;
using Hypercall.Node.Storage;
using Hypercall.Sequencer.Journal;

namespace Hypercall.Cli.Replay;

/// <summary>Looks at a journal directory before a verb works with it.</summary>
internal static class JournalInspection
{
    /// <summary>
    /// Refuses a directory without a journal, of this host or of the Akka host, which was named wrongly.
    /// </summary>
    /// <exception cref="InputException">There is none.</exception>
    public static void RequireJournal(string directory)
    {
        if (!Exists(directory) && NodeStorage.AkkaJournalIn(directory) is null)
            throw new InputException(directory, "there is no journal in this directory");
    }

    /// <summary>Opens the journal of a directory for reading.</summary>
    /// <exception cref="InputException">There is none.</exception>
    public static SqliteJournal Open(string directory)
    {
        if (!Exists(directory))
            throw new InputException(directory, "there is no journal of a single node in this directory");
        return SqliteJournal.OpenReadOnly(directory);
    }

    /// <summary>Refuses a journal that was filled from something else; no journal yet is fine.</summary>
    /// <exception cref="InputException">It was.</exception>
    public static void RequireOrigin(string directory, JournalOrigin origin)
    {
        if (!Exists(directory))
            return;
        using SqliteJournal journal = SqliteJournal.OpenReadOnly(directory);
        if (FirstRecord(journal) is not { } header)
            return;
        if (header.Origin is not { } found)
            throw new InputException(directory, "this journal was not made by a replay");
        if (found.Digest != origin.Digest)
            throw new InputException(directory, $"this journal was made from another input ({found.Name})");
    }

    /// <summary>The journal's first record.</summary>
    /// <exception cref="InputException">There is none.</exception>
    public static JournalRecord ReadHeader(string directory)
    {
        using SqliteJournal journal = Open(directory);
        return FirstRecord(journal) ?? throw new InputException(directory, "the journal is empty");
    }

    /// <summary>The journal's last record, or null in an empty one.</summary>
    public static JournalRecord? LastRecord(IJournal journal) =>
        journal.ReadLast() is { } row ? Decode(journal, row) : null;

    private static JournalRecord? FirstRecord(IJournal journal)
    {
        using IJournalCursor cursor = journal.Read(1);
        return cursor.MoveNext() ? Decode(journal, cursor.Current) : null;
    }

    private static JournalRecord Decode(IJournal journal, JournalRow row)
    {
        RecordStatus status = JournalRecordCodec.TryDecode(row.Bytes, out JournalRecord? record, out string? error);
        return status == RecordStatus.Sound
            ? record!
            : throw new JournalUnusableException($"'{journal.Location}', record {row.Number}: {error}");
    }

    private static bool Exists(string directory) => File.Exists(Path.Combine(directory, SqliteJournal.FileName));
}
