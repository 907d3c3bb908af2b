namespace Hypercall.Sequencer.Live;

/// <summary>How a write ended that did not complete. Every one of them stops the sequencer.</summary>
public enum WriteFailure : byte
{
    /// <summary>An error; the record may or may not be there.</summary>
    Failed,

    /// <summary>The journal would not take the record.</summary>
    Rejected,

    /// <summary>The record number is taken: another owner wrote it.</summary>
    NumberTaken,
}
