namespace Hypercall.Sequencer.Live;

/// <summary>Counters for metrics; all count from the sequencer's start.</summary>
/// <param name="QueueDepth">Submissions queued and in flight now.</param>
/// <param name="TicksInjected">Ticks of the sequencer's own.</param>
/// <param name="Refused">Submissions refused as EngineBusy.</param>
/// <param name="SnapshotsFailed">Snapshots whose save failed.</param>
/// <param name="LastSnapshotSequence">Sequence of the last snapshot saved or recovered from.</param>
/// <param name="WalletsToExamine">Wallets whose marks have moved and that wait to be examined now.</param>
/// <param name="WalletsInLiquidation">Wallets whose liquidation goes on by itself now.</param>
public readonly record struct SequencerStatistics(
    int QueueDepth,
    long TicksInjected,
    long Refused,
    long SnapshotsFailed,
    long LastSnapshotSequence,
    int WalletsToExamine,
    int WalletsInLiquidation);
