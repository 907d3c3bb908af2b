namespace Hypercall.Sequencer.Live;

/// <summary>Why a sequencer stopped. It never starts again: the host makes a new one.</summary>
public enum StopReason : byte
{
    /// <summary>Asked to by Drain; everything queued was answered.</summary>
    Drained = 1,

    /// <summary>The journal reported a failed write.</summary>
    WriteFailed = 2,

    /// <summary>The journal rejected a record.</summary>
    WriteRejected = 3,

    /// <summary>The journal did not answer in time.</summary>
    WriteTimeout = 4,

    /// <summary>Another owner holds the journal.</summary>
    Fenced = 5,

    /// <summary>
    /// The wall clock went back too far, ran ahead of the monotonic clock, or differs from those of other hosts.
    /// </summary>
    ClockJump = 6,

    /// <summary>Applying a command threw: a defect. Starting again would meet it again until it is skipped.</summary>
    Poison = 7,

    /// <summary>The journal is damaged or diverges: starting again would find the same.</summary>
    RecoveryRefused = 8,

    /// <summary>Who owns the journal could not be read for as long as a write may take.</summary>
    OwnerUnknown = 9,

    /// <summary>
    /// The journal could not be read to its end: out of reach or too slow, not known to be damaged.
    /// </summary>
    JournalUnreadable = 10,

    /// <summary>The host itself threw while it carried something out; a new one starts from what is durable.</summary>
    HostFailed = 11,

    /// <summary>
    /// The journal lost what it had said to be durable, or ends before what others have seen of it: a back-up was
    /// restored, or a database acknowledged what it did not keep. An operator mends it, or accepts the loss.
    /// </summary>
    JournalRewritten = 12,

    /// <summary>The journal belongs to a living host of another cluster: an operator says who is to have it.</summary>
    ForeignOwner = 13,
}
