using Hypercall.Engine.Traits;
using Hypercall.Sequencer.Journal;

namespace Hypercall.Node.Storage;

/// <summary>
/// A journal: rows of bytes under dense numbers from 1, and the operator's skip records. The node's writer thread
/// writes; rows are read on recovery, for resends and by tools. Writing is for one thread; reading makes a cursor of
/// its own and may go on beside the writer. Every failure is a <see cref="JournalException"/>.
/// </summary>
public interface IJournal : IJournalWriter, IDisposable
{
    /// <summary>Where it is, for messages.</summary>
    string Location { get; }

    /// <summary>The engine (partition) whose journal this is.</summary>
    string EngineId { get; }

    /// <summary>The last row as it is stored now, whoever wrote it, or null in an empty journal.</summary>
    JournalRow? ReadLast();

    /// <summary>
    /// Rows from <paramref name="firstNumber"/> on, in order, as far as they are stored when the cursor gets there.
    /// </summary>
    IJournalCursor Read(long firstNumber);

    /// <summary>All skip records, ascending by sequence.</summary>
    IReadOnlyList<SkipRecord> ReadSkips();

    /// <summary>Adds a skip record, or replaces the one of the same sequence; durable on return.</summary>
    void AddSkip(SkipRecord skip);
}
