namespace Hypercall.Views.MarketData;

/// <summary>A public trade: what of a fill everyone may see.</summary>
/// <param name="Sequence">Sequence of the command that traded.</param>
/// <param name="TimestampMs">Its time, ms since the epoch.</param>
public readonly record struct TradeView(
    long Sequence, long TimestampMs, long TradeId, string Symbol, Price Price, Quantity Size, Side TakerSide,
    FillSource Source);
