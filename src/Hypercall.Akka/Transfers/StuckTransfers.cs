using Hypercall.Actors.Clustering;
using Hypercall.Actors.Protocol;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Events;

namespace Hypercall.Actors.Transfers;

/// <summary>
/// To a node's entry (<see cref="HypercallCluster.Entry"/>): which transfers are stuck. Answered by
/// <see cref="StuckTransfers"/>.
/// </summary>
/// <param name="Token">Given back in the answer.</param>
public sealed record QueryTransfers(long Token) : IHypercallMessage;

/// <summary>The stuck transfers of a venue.</summary>
/// <param name="Token">The query's.</param>
/// <param name="Transfers">Desk by desk, at most <see cref="MostTold"/>.</param>
/// <param name="SilentDesks">Desks that did not answer in time.</param>
public sealed record StuckTransfers(long Token, IReadOnlyList<StuckTransfer> Transfers, int SilentDesks)
    : IHypercallMessage
{
    /// <summary>Most transfers in one answer.</summary>
    public const int MostTold = 1_000;
}

/// <summary>A transfer that waits for an operator.</summary>
/// <param name="From">The partition that cash leaves.</param>
/// <param name="To">The partition that cash enters.</param>
/// <param name="Id">Its id.</param>
/// <param name="Number">Its number at both partitions.</param>
/// <param name="Step">The step that was answered so: Withdrawing, or Depositing, the cash having left.</param>
/// <param name="Code">The answer.</param>
/// <param name="Wallet">Whose cash.</param>
/// <param name="Amount">How much.</param>
public sealed record StuckTransfer(
    string From,
    string To,
    RequestId Id,
    long Number,
    TransferState Step,
    RejectCode Code,
    WalletAddress Wallet,
    Cash Amount);

/// <summary>
/// To a node's entry: an operator, who has looked at both partitions, ends a stuck transfer. Moves nothing by itself.
/// Answered by <see cref="TransferStatus"/>, or by <see cref="EngineUnavailable"/> where none of the id is stuck.
/// </summary>
/// <param name="From">The partition that cash leaves.</param>
/// <param name="To">The partition that cash enters.</param>
/// <param name="Token">Given back in the answer.</param>
/// <param name="Id">The transfer's id.</param>
/// <param name="As">Completed or Refused.</param>
/// <param name="Reason">For the log.</param>
public sealed record EndTransfer(
    string From, string To, long Token, RequestId Id, TransferState As, string Reason) : IHypercallMessage
{
    /// <summary>Most bytes of a reason.</summary>
    public const int MaxReasonBytes = 1_024;
}
