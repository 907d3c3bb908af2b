namespace Hypercall.Sequencer.Recovery;

/// <summary>What a replay counts.</summary>
internal struct ReplayCounts
{
    public long SnapshotSequence;
    public int SnapshotsRefused;
    public long Records;
    public long Commands;
    public long Skipped;
}
