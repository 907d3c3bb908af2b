namespace Hypercall.Sequencer.Recovery;

/// <summary>What a recovery or verification has done so far.</summary>
/// <param name="SnapshotSequence">Sequence of the snapshot it began with, 0 without one.</param>
/// <param name="LastRecordNumber">Number of the last whole record.</param>
/// <param name="Hash">State hash after it.</param>
/// <param name="Epoch">Highest epoch seen.</param>
/// <param name="RecordsNotCrossChecked">
/// Records with commands after the last seal or applied hash that confirmed the state: replayed, not cross-checked; at
/// most two.
/// </param>
/// <param name="TornRecordNumber">Number of a torn record behind the last whole one, or null.</param>
public sealed record RecoveryReport(
    long SnapshotSequence,
    long RecordsReplayed,
    long CommandsReplayed,
    long LastRecordNumber,
    long LastSequence,
    Hash256 Hash,
    long Epoch,
    int RecordsNotCrossChecked,
    long? TornRecordNumber);
