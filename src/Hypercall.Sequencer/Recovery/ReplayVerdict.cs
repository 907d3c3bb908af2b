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

/// <summary>Answer to a snapshot or record given to recovery.</summary>
/// <param name="Action">What to do next.</param>
/// <param name="RecordNumber">The record it speaks of.</param>
/// <param name="Sequence">The command it speaks of, or the last one applied.</param>
/// <param name="Error">A sentence that names record and sequence, or null with Continue.</param>
public readonly record struct ReplayVerdict(ReplayAction Action, long RecordNumber, long Sequence, string? Error)
{
    /// <summary>True unless something was refused.</summary>
    public bool Accepted => Action == ReplayAction.Continue;
}
