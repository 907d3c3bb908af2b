namespace Hypercall.Sequencer.Journal;

/// <summary>Kinds of journal records; the values are part of the encoding.</summary>
public enum JournalRecordKind : byte
{
    /// <summary>Record 1 of every journal: time source and origin.</summary>
    Header = 1,

    /// <summary>A batch of commands.</summary>
    Commands = 2,

    /// <summary>No commands: says what had been applied when everything before it was.</summary>
    Seal = 3,

    /// <summary>The fence: an owner's first record, with an epoch one above the last.</summary>
    EngineStarted = 4,
}
