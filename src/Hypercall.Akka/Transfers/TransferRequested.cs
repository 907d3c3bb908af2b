using Hypercall.Actors.Protocol;
using Hypercall.Engine.Domain;

namespace Hypercall.Actors.Transfers;

/// <summary>Event of a desk: a transfer was taken under a number.</summary>
/// <param name="Number">Its number, one more than the last one's.</param>
/// <param name="Id">Its id.</param>
/// <param name="Wallet">Whose cash.</param>
/// <param name="Amount">How much.</param>
/// <param name="TakenMs">When, ms since the epoch: the withdrawal's FirstSentMs.</param>
internal sealed record TransferRequested(
    long Number, RequestId Id, WalletAddress Wallet, Cash Amount, long TakenMs) : IHypercallMessage;
