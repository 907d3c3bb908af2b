namespace Hypercall.Sequencer.Journal;

/// <summary>What decoding found: the two ways of being unreadable are told apart (runtime.md §2).</summary>
public enum RecordStatus
{
    /// <summary>Whole and sound.</summary>
    Sound,

    /// <summary>
    /// The bytes end before the record does: a torn write, the end of the journal if nothing follows.
    /// </summary>
    Torn,

    /// <summary>Damaged, of an unknown version or not a record: never the end of a journal.</summary>
    Damaged,
}
