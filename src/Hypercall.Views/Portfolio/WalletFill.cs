namespace Hypercall.Views.Portfolio;

/// <summary>A fill as its wallet sees it.</summary>
/// <param name="Sequence">Sequence of the command that traded.</param>
/// <param name="TimestampMs">Its time, ms since the epoch.</param>
/// <param name="OrderId">The wallet's order; null for a fill of a request for quote.</param>
/// <param name="Side">The wallet's side.</param>
/// <param name="Fee">What the wallet paid; below 0: a rebate.</param>
/// <param name="RealizedPnl">What the fill realized for the wallet.</param>
public readonly record struct WalletFill(
    long Sequence,
    long TimestampMs,
    long TradeId,
    long? OrderId,
    string Symbol,
    Side Side,
    bool IsMaker,
    Price Price,
    Quantity Size,
    Cash Fee,
    Cash RealizedPnl,
    FillSource Source);
