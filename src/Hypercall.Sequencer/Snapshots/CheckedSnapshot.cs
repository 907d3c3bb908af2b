namespace Hypercall.Sequencer.Snapshots;

/// <summary>What came of a <see cref="SnapshotDraft"/>.</summary>
/// <param name="Bytes">The snapshot; empty where there is a flaw.</param>
/// <param name="Flaw">Whether it may be saved.</param>
/// <param name="Error">What is wrong, or null.</param>
public readonly record struct CheckedSnapshot(ReadOnlyMemory<byte> Bytes, SnapshotFlaw Flaw, string? Error);

/// <summary>Why a snapshot must not be saved.</summary>
public enum SnapshotFlaw
{
    /// <summary>It may be saved.</summary>
    None,

    /// <summary>It could not be made, e.g. for want of memory; the state may be sound.</summary>
    NotMade,

    /// <summary>Recovery would refuse it: the state contradicts itself.</summary>
    Contradiction,
}
