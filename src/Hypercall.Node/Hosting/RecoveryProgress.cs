namespace Hypercall.Node.Hosting;

/// <summary>How far a recovery or verification is.</summary>
/// <param name="RecordNumber">Last record read.</param>
/// <param name="LastRecordNumber">Last record of the journal when it began.</param>
/// <param name="Sequence">Last command applied.</param>
/// <param name="CommandsReplayed">Commands applied so far.</param>
public readonly record struct RecoveryProgress(
    long RecordNumber, long LastRecordNumber, long Sequence, long CommandsReplayed);
