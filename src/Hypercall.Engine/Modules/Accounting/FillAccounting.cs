using Hypercall.Engine.Domain;
using Hypercall.Engine.Domain.Rules;
using Hypercall.Engine.Events;
using Hypercall.Engine.Modules.Fees;
using Hypercall.Engine.State;

namespace Hypercall.Engine.Modules.Accounting;

/// <summary>What a fill moves: cash, fees and positions of both sides (engine.md §6, §7).</summary>
internal sealed class FillAccounting(
    EngineState state, Turn turn, Registry registry, CashMoves cashMoves, PositionMoves positionMoves)
{
    private readonly FillSide _taker = new();
    private readonly FillSide _maker = new();

    /// <summary>Tells of a trade and moves what it moves: cash and fees, then both positions.</summary>
    public void Execute(in Trade trade)
    {
        FeeRules fees = trade.Instrument.Underlying.Rules.Fees;
        FillSide taker = _taker;
        FillSide maker = _maker;
        PreviewSide(
            taker, trade.Taker, trade.Instrument, trade.TakerUnits, trade.PriceUnits, fees.TakerPpm,
            trade.TakerBuilder);
        PreviewSide(
            maker, trade.Maker, trade.Instrument, -trade.TakerUnits, trade.PriceUnits, fees.MakerPpm,
            trade.MakerBuilder);
        BoundRebates(taker, maker, fees.BuilderPpm);
        Emit(trade, taker, maker);
        BalanceReason reason = trade.Source == FillSource.Book ? BalanceReason.Trade : BalanceReason.Rfq;
        SettleFill(taker, maker, trade.PriceUnits, fees.BuilderPpm, reason);
        positionMoves.UpdatePosition(taker, trade.Instrument);
        positionMoves.UpdatePosition(maker, trade.Instrument);
    }

    /// <summary>A trade at price 0 without fee between a wallet and the venue; positive into the wallet.</summary>
    public void Transfer(WalletAccount wallet, Instrument instrument, long signedUnits)
    {
        FillSide side = _taker;
        PreviewSide(side, wallet, instrument, signedUnits, price: 0, ratePpm: 0, builder: null);
        Int128 cash = Ledger.FillCashUnits(wallet.Mode, signedUnits, 0, side.RealizedPnlUnits);
        cashMoves.MoveCash(wallet, cash, BalanceReason.OptionTransfer);
        cashMoves.MoveVenueCash(LedgerAccountKind.Clearing, -cash, BalanceReason.OptionTransfer);
        positionMoves.UpdatePosition(side, instrument);
    }

    private void Emit(in Trade trade, FillSide taker, FillSide maker)
    {
        ref Filled filled = ref turn.Events.AppendFilled();
        filled.TradeId = state.TakeTradeId();
        filled.Symbol = trade.Instrument.Symbol;
        filled.Price = new Price(trade.PriceUnits);
        filled.Size = new Quantity(Math.Abs(trade.TakerUnits));
        filled.TakerSide = trade.TakerUnits > 0 ? Side.Buy : Side.Sell;
        filled.TakerOrderId = trade.TakerOrderId;
        filled.MakerOrderId = trade.MakerOrderId;
        filled.TakerWallet = trade.Taker.Address;
        filled.MakerWallet = trade.Maker.Address;
        filled.TakerFee = new Cash(taker.FeeUnits);
        filled.MakerFee = new Cash(maker.FeeUnits);
        filled.TakerRealizedPnl = new Cash(taker.RealizedPnlUnits);
        filled.MakerRealizedPnl = new Cash(maker.RealizedPnlUnits);
        filled.Source = trade.Source;
    }

    private void PreviewSide(
        FillSide side,
        WalletAccount wallet,
        Instrument instrument,
        long signedUnits,
        long price,
        long ratePpm,
        in WalletAddress? builder)
    {
        int slot = state.Positions.Find(wallet, instrument.Number);
        long quantity = 0;
        Int128 cost = 0;
        if (slot >= 0)
        {
            ref readonly PositionEntry entry = ref state.Positions[slot];
            quantity = entry.QuantityUnits;
            cost = entry.CostUnits;
        }

        Underlying underlying = instrument.Underlying;
        side.Wallet = wallet;
        side.PositionSlot = slot;
        side.SignedUnits = signedUnits;
        side.Builder = builder;
        side.FeeUnits = FeeService.TradingFeeUnits(
            ratePpm, underlying.Rules.Fees.CapPpm, underlying.IndexPriceUnits, price, Math.Abs(signedUnits));
        EnginePosition.PreviewFill(quantity, cost, signedUnits, price, out Int128 newCost, out Int128 realizedPnl);
        side.NewQuantityUnits = quantity + signedUnits;
        side.NewCostUnits = newCost;
        side.RealizedPnlUnits = realizedPnl;
    }

    /// <summary>Moves the trade's cash, then the taker's fee, then the maker's.</summary>
    private void SettleFill(FillSide taker, FillSide maker, long price, long builderPpm, BalanceReason reason)
    {
        Int128 takerCash = Ledger.FillCashUnits(
            taker.Wallet.Mode, taker.SignedUnits, price, taker.RealizedPnlUnits);
        Int128 makerCash = Ledger.FillCashUnits(
            maker.Wallet.Mode, maker.SignedUnits, price, maker.RealizedPnlUnits);
        cashMoves.MoveCash(taker.Wallet, takerCash, reason);
        cashMoves.MoveCash(maker.Wallet, makerCash, reason);
        cashMoves.MoveVenueCash(LedgerAccountKind.Clearing, -(takerCash + makerCash), reason);
        SettleFee(taker, builderPpm);
        SettleFee(maker, builderPpm);
    }

    /// <summary>
    /// A rebate is paid out of what the venue keeps of the other side's fee, and no more: else a fill would take from
    /// the venue.
    /// </summary>
    private static void BoundRebates(FillSide taker, FillSide maker, long builderPpm)
    {
        if (taker.FeeUnits >= 0 && maker.FeeUnits >= 0)
            return;
        Int128 keptOfTaker = Int128.Max(0, taker.FeeUnits - BuilderShare(taker, builderPpm));
        Int128 keptOfMaker = Int128.Max(0, maker.FeeUnits - BuilderShare(maker, builderPpm));
        taker.FeeUnits = Int128.Max(taker.FeeUnits, -keptOfMaker);
        maker.FeeUnits = Int128.Max(maker.FeeUnits, -keptOfTaker);
    }

    private static Int128 BuilderShare(FillSide side, long builderPpm) => side.FeeUnits > 0 && side.Builder is not null
        ? FeeService.BuilderShareUnits(builderPpm, side.FeeUnits)
        : 0;

    private void SettleFee(FillSide side, long builderPpm)
    {
        if (side.FeeUnits == 0)
            return;
        Int128 share = BuilderShare(side, builderPpm);
        cashMoves.MoveCash(side.Wallet, -side.FeeUnits, BalanceReason.Fee);
        cashMoves.MoveVenueCash(LedgerAccountKind.Fees, side.FeeUnits - share, BalanceReason.Fee);
        if (share != 0)
            cashMoves.MoveCash(registry.GetOrAddWallet(side.Builder!.Value), share, BalanceReason.BuilderFee);
    }
}
