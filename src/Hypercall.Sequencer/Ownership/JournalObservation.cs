namespace Hypercall.Sequencer.Ownership;

/// <summary>What a look at the journal's end found, from the last record that an owner made durable.</summary>
/// <param name="RecordNumber">That record's number.</param>
/// <param name="Record">The bytes that stand there now; null where the record is gone or cannot be read.</param>
/// <param name="HighestEpoch">The highest epoch of any record from there on, 0 where there is none.</param>
/// <param name="Owner">Host of that epoch's fence, where the fence was seen.</param>
/// <param name="Earlier">The bytes of the record that the look before this one found; null where it is gone.</param>
/// <param name="Count">How many records stand from that one to the last one; null: they were not counted.</param>
/// <param name="ArchivedBefore">
/// The journal begins with this record, of which the owner has a snapshot: what is gone before it was archived. 0: no.
/// </param>
public readonly record struct JournalObservation(
    long RecordNumber,
    ReadOnlyMemory<byte>? Record,
    long HighestEpoch,
    string? Owner,
    ReadOnlyMemory<byte>? Earlier = null,
    long? Count = null,
    long ArchivedBefore = 0);
