namespace Hypercall.Actors.Protocol;

/// <summary>Where a partition's owner is in its life; the values are part of the encoding.</summary>
public enum PartitionState : byte
{
    /// <summary>Reading snapshot and journal, or writing the fence; nothing is taken.</summary>
    Recovering = 0,

    /// <summary>Taking commands.</summary>
    Ready = 1,

    /// <summary>Finishing what is queued before its end; nothing more is taken.</summary>
    Stopping = 2,

    /// <summary>The engine stopped and will be started again after a pause.</summary>
    Unavailable = 3,

    /// <summary>
    /// The engine stopped for a cause that starting again would meet again: it stays down until an operator acts.
    /// </summary>
    Down = 4,

    /// <summary>The venue has no partition of this name; said of none that it has.</summary>
    NoSuch = 5,
}
