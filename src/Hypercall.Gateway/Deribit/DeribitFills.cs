using Hypercall.Engine.Domain;
using Hypercall.Engine.Events;
using Hypercall.History;

namespace Hypercall.Gateway.Deribit;

/// <summary>Fills as they happen, as the history will have them.</summary>
internal static class DeribitFills
{
    /// <summary>One side of a fill.</summary>
    public static FillRow Of(in Filled fill, bool isTaker, long sequence, long atMs, WalletAddress wallet) => new(
        2 * fill.TradeId + (isTaker ? 1 : 0),
        fill.TradeId,
        sequence,
        atMs,
        wallet,
        isTaker ? fill.TakerOrderId : fill.MakerOrderId,
        fill.Symbol,
        isTaker == (fill.TakerSide == Side.Buy) ? Side.Buy : Side.Sell,
        fill.Price,
        fill.Size,
        isTaker ? fill.TakerFee : fill.MakerFee,
        isTaker ? fill.TakerRealizedPnl : fill.MakerRealizedPnl,
        null,
        default,
        fill.Source);
}
