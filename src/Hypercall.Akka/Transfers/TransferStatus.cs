using Akka.Actor;
using Hypercall.Engine.Numerics;
using Hypercall.Engine.Outcomes;

namespace Hypercall.Akka.Transfers;

/// <summary>How a transfer stands.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Number">Its number at both partitions; 0 where the amount is none that could be moved.</param>
/// <param name="State">Where it is.</param>
/// <param name="Code">Why nothing was moved; None unless refused.</param>
public sealed record TransferStatus(RequestId Id, long Number, TransferState State, RejectCode Code)
    : INoSerializationVerificationNeeded;
