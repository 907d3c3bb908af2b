namespace Hypercall.Sequencer.Live;

/// <summary>The end of a sequencer.</summary>
/// <param name="RecordNumber">The record concerned, 0 where none is.</param>
/// <param name="Sequence">The command concerned, else the last one applied.</param>
public sealed record StopNotice(StopReason Reason, long RecordNumber, long Sequence, string Detail)
{
    /// <summary>
    /// False where a restart would end the same way until an operator acts: the host stays down and says so.
    /// </summary>
    public bool MayRestart => Reason is not (StopReason.Poison
        or StopReason.RecoveryRefused
        or StopReason.Drained
        or StopReason.JournalRewritten
        or StopReason.ForeignOwner);
}
