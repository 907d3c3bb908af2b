namespace Hypercall.Sequencer.Live;

/// <summary>Why a host could not give recovery all that the journal holds.</summary>
public enum RecoveryFailure : byte
{
    /// <summary>Out of reach or too slow: another try may read it.</summary>
    Unreadable,

    /// <summary>A row is not what this version can read, or is missing: another try would find the same.</summary>
    Damaged,
}
