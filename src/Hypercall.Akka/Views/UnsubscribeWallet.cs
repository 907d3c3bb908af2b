using Hypercall.Engine.Domain;

namespace Hypercall.Actors.Views;

/// <summary>Ends the sender's subscription of a wallet; not answered.</summary>
/// <param name="Wallet">The wallet.</param>
public sealed record UnsubscribeWallet(WalletAddress Wallet);
