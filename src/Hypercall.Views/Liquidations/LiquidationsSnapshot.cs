namespace Hypercall.Views.Liquidations;

/// <summary>The liquidations of a venue at one moment.</summary>
/// <param name="Sequence">Last sequence in the view.</param>
/// <param name="Wallets">Wallets that are not Healthy, ascending by address.</param>
/// <param name="Auctions">Auctions that run, ascending by id.</param>
public sealed record LiquidationsSnapshot(
    long Sequence,
    IReadOnlyList<WalletLiquidation> Wallets,
    IReadOnlyList<AuctionLine> Auctions);
