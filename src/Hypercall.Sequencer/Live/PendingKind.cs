namespace Hypercall.Sequencer.Live;

/// <summary>What stands in the queue.</summary>
internal enum PendingKind : byte
{
    /// <summary>A submitted command; it takes a place in a record.</summary>
    Command,

    /// <summary>A Tick of the sequencer's own; journaled, answered to nobody.</summary>
    OwnTick,

    /// <summary>A command whose time is before the last; it is answered in its turn and not journaled.</summary>
    OutOfOrder,

    /// <summary>A read; it is answered in its turn and not journaled.</summary>
    Read,
}
