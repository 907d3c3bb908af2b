namespace Hypercall.Views.Liquidations;

/// <summary>The liquidations of a venue at one moment.</summary>
/// <param name="Sequence">Last sequence in the view.</param>
/// <param name="Wallets">Wallets that are not Healthy, ascending by address.</param>
/// <param name="Auctions">Auctions that run, ascending by id.</param>
/// <param name="Ended">The last auctions that have ended since the view began, oldest first.</param>
/// <param name="Deleveragings">The last deleveragings since the view began, oldest first.</param>
public sealed record LiquidationsSnapshot(
    long Sequence,
    IReadOnlyList<WalletLiquidation> Wallets,
    IReadOnlyList<AuctionLine> Auctions,
    IReadOnlyList<AuctionLine> Ended,
    IReadOnlyList<DeleveragingLine> Deleveragings);
