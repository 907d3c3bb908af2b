using Hypercall.Engine.Modules.Fees;

namespace Hypercall.Engine.Modules.Accounting;

/// <summary>
/// What a fill of a liquidation order costs its wallet in place of the trading fee (risk.md §B2): a rate of the index,
/// capped like every fee, and never more than own equity after the fill, so that partial liquidation alone takes none
/// below zero.
/// </summary>
internal sealed class LiquidationFees(EngineState state, MarginCalculator margin)
{
    /// <summary>Fee of a fill that is previewed in one of its sides.</summary>
    public Int128 OfFill(FillSide side, Instrument instrument, long priceUnits)
    {
        WalletAccount wallet = side.Wallet;
        Int128 equity = margin.OwnEquityUnits(wallet)
            + Ledger.FillCashUnits(wallet.Mode, side.SignedUnits, priceUnits, side.RealizedPnlUnits)
            + margin.OwnValueUnits(wallet.Mode, instrument, side.NewQuantityUnits, side.NewCostUnits);
        if (side.PositionSlot >= 0)
        {
            ref readonly PositionEntry entry = ref state.Positions[side.PositionSlot];
            equity -= margin.OwnValueUnits(wallet.Mode, instrument, entry.QuantityUnits, entry.CostUnits);
        }

        return Units(instrument.Underlying, priceUnits, Math.Abs(side.SignedUnits), equity);
    }

    /// <summary>Fee of a fill after which own equity is so much.</summary>
    public Int128 Units(Underlying underlying, long priceUnits, long sizeUnits, Int128 equityUnits)
    {
        Int128 fee = FeeService.TradingFeeUnits(
            state.Rules.Liquidation.FeePpm, underlying.Rules.Fees.CapPpm, underlying.IndexPriceUnits, priceUnits,
            sizeUnits);
        return Int128.Min(fee, Rounding.DownToEightDecimals(Int128.Max(0, equityUnits)));
    }
}
