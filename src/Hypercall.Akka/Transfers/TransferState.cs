namespace Hypercall.Actors.Transfers;

/// <summary>Where a transfer is; the values are part of the encoding.</summary>
public enum TransferState : byte
{
    /// <summary>The withdrawal is to be made, or its outcome is not known yet.</summary>
    Withdrawing = 0,

    /// <summary>The cash has left; the deposit is made until it is accepted.</summary>
    Depositing = 1,

    /// <summary>The cash has arrived.</summary>
    Completed = 2,

    /// <summary>The withdrawal was rejected: nothing has moved.</summary>
    Refused = 3,

    /// <summary>
    /// A step got an answer that does not say whether it was made, or a deposit was rejected: an operator looks at both
    /// partitions and ends it. It holds up no other transfer.
    /// </summary>
    Stuck = 4,
}
