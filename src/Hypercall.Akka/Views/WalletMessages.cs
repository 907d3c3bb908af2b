using Hypercall.Views.Portfolio;

namespace Hypercall.Actors.Views;

/// <summary>
/// To a portfolio view of this system: send me what changes of a wallet. Answered by <see cref="WalletSubscribed"/>,
/// then one <c>PortfolioChange</c> per batch that changed it. Ends with the subscriber. Whether it may see the
/// wallet is for the gateway to decide.
/// </summary>
public sealed record SubscribeWallet(WalletAddress Wallet);

/// <summary>Answer to <see cref="SubscribeWallet"/>: changes after this content follow.</summary>
/// <param name="Status">Whether the view is whole.</param>
/// <param name="Portfolio">The wallet now.</param>
public sealed record WalletSubscribed(FeedStatus Status, PortfolioSnapshot Portfolio);
