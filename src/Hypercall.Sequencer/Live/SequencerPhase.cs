namespace Hypercall.Sequencer.Live;

/// <summary>Phases of a sequencer's life, in order.</summary>
public enum SequencerPhase : byte
{
    /// <summary>Made; nothing read yet, or reading snapshot and journal.</summary>
    Recovering,

    /// <summary>The journal is read; the fence is being written.</summary>
    Fencing,

    /// <summary>Taking submissions.</summary>
    Live,

    /// <summary>Taking nothing more, finishing what is queued.</summary>
    Draining,

    /// <summary>Ended.</summary>
    Stopped,
}
