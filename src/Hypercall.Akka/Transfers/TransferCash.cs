using Akka.Actor;
using Hypercall.Engine.Numerics;

namespace Hypercall.Akka.Transfers;

/// <summary>
/// To a <see cref="TransferDesk"/> of this system: move cash of a wallet. Answered by <see cref="TransferStatus"/>
/// once it is over; the same id again is the same transfer.
/// </summary>
/// <param name="Id">The transfer's id, chosen by who asks.</param>
/// <param name="Wallet">Whose cash.</param>
/// <param name="Amount">How much, above 0.</param>
public sealed record TransferCash(RequestId Id, WalletAddress Wallet, Cash Amount) : INoSerializationVerificationNeeded;
