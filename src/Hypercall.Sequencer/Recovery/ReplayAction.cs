namespace Hypercall.Sequencer.Recovery;

/// <summary>What the host does after it gave recovery a snapshot or a record.</summary>
public enum ReplayAction
{
    /// <summary>Taken: go on with the next record.</summary>
    Continue,

    /// <summary>
    /// The snapshot does not fit: nothing of it was kept, and recovery stands where BeginRecovery left it. Offer an
    /// older snapshot, or replay from record 1.
    /// </summary>
    SnapshotRefused,

    /// <summary>The journal is damaged or diverges: recovery is over, the engine stays down.</summary>
    Refused,
}
