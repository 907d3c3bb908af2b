using Hypercall.Engine.Domain;

namespace Hypercall.Actors.Views;

/// <summary>
/// To a portfolio view of this system: send me what changes of a wallet. Answered by <see cref="WalletSubscribed"/>,
/// then one <c>PortfolioChange</c> per batch that changed it. Ends with the subscriber or <see
/// cref="UnsubscribeWallet"/>. Whether the subscriber may see the wallet is for the gateway to decide.
/// </summary>
/// <param name="Wallet">The wallet.</param>
public sealed record SubscribeWallet(WalletAddress Wallet);
