namespace Hypercall.Views.Portfolio;

/// <summary>What each kind of event does to a portfolio.</summary>
public sealed partial class PortfolioView
{
    private protected override void Fold(ApplyOutput outcome, int index)
    {
        EventBuffer events = outcome.Events;
        switch (events.KindAt(index))
        {
            case EventKind.OrderUpdated:
                ref readonly OrderUpdated order = ref events.At<OrderUpdated>(index);
                Touch(order.Wallet).UpdateOrder(order);
                break;
            case EventKind.Filled:
                FoldFill(outcome, events.At<Filled>(index));
                break;
            case EventKind.BalanceChanged:
                ref readonly BalanceChanged balance = ref events.At<BalanceChanged>(index);
                if (balance.Account == LedgerAccountKind.Wallet)
                    Touch(balance.Wallet).Cash = balance.Balance;
                break;
            case EventKind.PositionChanged:
                ref readonly PositionChanged position = ref events.At<PositionChanged>(index);
                Touch(position.Wallet).SetPosition(new(position.Symbol, position.Size, position.EntryPrice));
                break;
            case EventKind.PositionSettled:
                // What it paid stands in the BalanceChanged beside it.
                ref readonly PositionSettled settled = ref events.At<PositionSettled>(index);
                Touch(settled.Wallet).SetPosition(new PositionLine(settled.Symbol, default, default));
                break;
            case EventKind.MarginModeChanged:
                MarginModeChanged mode = events.At<MarginModeChanged>(index);
                Touch(mode.Wallet).Mode = mode.Mode;
                break;
            case EventKind.LiquidationStateChanged:
                LiquidationStateChanged state = events.At<LiquidationStateChanged>(index);
                Touch(state.Wallet).LiquidationState = state.State;
                break;
            case EventKind kind:
                PassOver(kind);
                break;
        }
    }

    private void FoldFill(ApplyOutput outcome, in Filled fill)
    {
        Touch(fill.TakerWallet).AddFill(FillOf(outcome, fill, isMaker: false));
        Touch(fill.MakerWallet).AddFill(FillOf(outcome, fill, isMaker: true));
    }

    /// <summary>A fill of a request for quote has no orders.</summary>
    private static WalletFill FillOf(ApplyOutput outcome, in Filled fill, bool isMaker) => new(
        outcome.Sequence,
        outcome.TimestampMs,
        fill.TradeId,
        fill.Source == FillSource.Rfq ? null : isMaker ? fill.MakerOrderId : fill.TakerOrderId,
        fill.Symbol,
        isMaker ? Sides.Opposite(fill.TakerSide) : fill.TakerSide,
        isMaker,
        fill.Price,
        fill.Size,
        isMaker ? fill.MakerFee : fill.TakerFee,
        isMaker ? fill.MakerRealizedPnl : fill.TakerRealizedPnl,
        fill.Source);
}
