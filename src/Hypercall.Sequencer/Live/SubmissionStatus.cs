namespace Hypercall.Sequencer.Live;

/// <summary>What became of a submission.</summary>
public enum SubmissionStatus : byte
{
    /// <summary>Journaled and applied; there is an outcome, accepted or rejected.</summary>
    Executed = 0,

    /// <summary>
    /// Nobody knows whether it is in the journal. A retry with the same request id and FirstSentMs gets the true
    /// outcome after recovery.
    /// </summary>
    OutcomeUnknown = 1,

    /// <summary>It was queued and then dropped: certainly not executed.</summary>
    NotExecuted = 2,

    /// <summary>The queue or the submitter's share of it is full; try again after the given time.</summary>
    EngineBusy = 3,

    /// <summary>The engine has not recovered yet.</summary>
    EngineRecovering = 4,

    /// <summary>The engine has stopped, or takes nothing more because it is about to.</summary>
    EngineStopped = 5,

    /// <summary>The command alone is larger than a record may be.</summary>
    TooLarge = 6,

    /// <summary>
    /// The command has no canonical encoding that could be read again (a value out of its type's range).
    /// </summary>
    NotEncodable = 7,

    /// <summary>The venue has no partition of this name: certainly not executed, and of no use to try again.</summary>
    NoSuchPartition = 8,
}
