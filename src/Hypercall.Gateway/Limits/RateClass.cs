namespace Hypercall.Gateway.Limits;

/// <summary>Which of the limits a request is counted against.</summary>
internal enum RateClass
{
    /// <summary>Whatever comes from an address, before a signature is looked at.</summary>
    Address,

    /// <summary>New and replaced orders of a signer.</summary>
    Orders,

    /// <summary>Cancelled orders of a signer.</summary>
    Cancels,

    /// <summary>A signer's other writes.</summary>
    Requests,

    /// <summary>CancelAll, CancelAllAfter and MmpReset: what gets a signer out is limited by nothing else.</summary>
    Exits,
}
