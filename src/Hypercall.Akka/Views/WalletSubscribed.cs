using Hypercall.Views.Feed;
using Hypercall.Views.Portfolio;

namespace Hypercall.Actors.Views;

/// <summary>Answer to <see cref="SubscribeWallet"/>: changes after this content follow.</summary>
/// <param name="Status">Whether the view is whole.</param>
/// <param name="Portfolio">The wallet now.</param>
public sealed record WalletSubscribed(FeedStatus Status, PortfolioSnapshot Portfolio);
