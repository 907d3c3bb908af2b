using Hypercall.Engine.Modules.Fees;

namespace Hypercall.Engine.Modules.Accounting;

/// <summary>What a fill moves: cash, fees and positions of both sides (engine.md §6, §7).</summary>
internal sealed class FillAccounting(EngineState state, Turn turn, CashMoves cashMoves, LiquidationFees liquidationFees)
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
        if (trade.Source == FillSource.Liquidation)
            ChargeLiquidation(trade, taker, maker);
        Emit(trade, taker, maker);
        BalanceReason reason = trade.Source == FillSource.Rfq ? BalanceReason.Rfq : BalanceReason.Trade;
        SettleFill(taker, maker, trade.PriceUnits, fees.BuilderPpm, reason);
        UpdatePosition(taker, trade.Instrument);
        UpdatePosition(maker, trade.Instrument);
    }

    /// <summary>A trade at price 0 without fee between a wallet and the venue; positive into the wallet.</summary>
    public void Transfer(WalletAccount wallet, Instrument instrument, long signedUnits)
    {
        FillSide side = _taker;
        PreviewSide(side, wallet, instrument, signedUnits, price: 0, ratePpm: 0, builder: null);
        Int128 cash = Ledger.FillCashUnits(wallet.Mode, signedUnits, 0, side.RealizedPnlUnits);
        cashMoves.MoveCash(wallet, cash, BalanceReason.OptionTransfer);
        cashMoves.MoveVenueCash(LedgerAccountKind.Clearing, -cash, BalanceReason.OptionTransfer);
        UpdatePosition(side, instrument);
    }

    /// <summary>
    /// Closes a part of a liquidated wallet's position at a price, without fee, against another's: at auction untold,
    /// or as one that auto-deleveraging tells of.
    /// </summary>
    /// <param name="counterparty">Who takes the contracts over.</param>
    /// <param name="walletUnits">Contracts, positive where the liquidated wallet buys.</param>
    /// <param name="priceUnits">Price per contract.</param>
    /// <param name="isDeleveraging">Whether it is a trade that is told of.</param>
    public void MoveLiquidated(
        WalletAccount wallet, WalletAccount counterparty, Instrument instrument, long walletUnits, long priceUnits,
        bool isDeleveraging)
    {
        FillSide own = _taker;
        FillSide other = _maker;
        PreviewSide(own, wallet, instrument, walletUnits, priceUnits, ratePpm: 0, builder: null);
        PreviewSide(other, counterparty, instrument, -walletUnits, priceUnits, ratePpm: 0, builder: null);
        if (isDeleveraging)
        {
            turn.Events.Add(new Deleveraged(
                state.TakeTradeId(), instrument.Symbol, new Quantity(Math.Abs(walletUnits)), new Price(priceUnits),
                wallet.Address, counterparty.Address, new Cash(own.RealizedPnlUnits),
                new Cash(other.RealizedPnlUnits)));
        }

        SettleFill(own, other, priceUnits, builderPpm: 0, BalanceReason.Liquidation);
        UpdatePosition(own, instrument);
        UpdatePosition(other, instrument);
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
        side.IsLiquidated = false;
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

    /// <summary>
    /// The fee of a liquidation order takes the place of the trading fee; no rebate is paid out of it.
    /// </summary>
    private void ChargeLiquidation(in Trade trade, FillSide taker, FillSide maker)
    {
        taker.IsLiquidated = trade.IsTakerLiquidated;
        maker.IsLiquidated = trade.IsMakerLiquidated;
        taker.FeeUnits = taker.IsLiquidated
            ? liquidationFees.OfFill(taker, trade.Instrument, trade.PriceUnits)
            : Int128.Max(0, taker.FeeUnits);
        maker.FeeUnits = maker.IsLiquidated
            ? liquidationFees.OfFill(maker, trade.Instrument, trade.PriceUnits)
            : Int128.Max(0, maker.FeeUnits);
    }

    /// <summary>Makes of a side's position what the fill makes of it.</summary>
    private void UpdatePosition(FillSide side, Instrument instrument)
    {
        WalletAccount wallet = side.Wallet;
        state.Positions.Set(wallet, instrument, side.PositionSlot, side.NewQuantityUnits, side.NewCostUnits);
        turn.Touch(wallet, WalletTouch.Changed);
        ref PositionChanged changed = ref turn.Events.AppendPositionChanged();
        changed.Wallet = wallet.Address;
        changed.Symbol = instrument.Symbol;
        changed.Size = new Quantity(side.NewQuantityUnits);
        changed.EntryPrice = EnginePosition.EntryPrice(side.NewQuantityUnits, side.NewCostUnits);
    }

    private static Int128 BuilderShare(FillSide side, long builderPpm) => side.FeeUnits > 0 && side.Builder is not null
        ? FeeService.BuilderShareUnits(builderPpm, side.FeeUnits)
        : 0;

    private void SettleFee(FillSide side, long builderPpm)
    {
        if (side.FeeUnits == 0)
            return;
        if (side.IsLiquidated)
        {
            cashMoves.MoveCash(side.Wallet, -side.FeeUnits, BalanceReason.LiquidationFee);
            cashMoves.MoveVenueCash(LedgerAccountKind.Insurance, side.FeeUnits, BalanceReason.LiquidationFee);
            return;
        }

        Int128 share = BuilderShare(side, builderPpm);
        cashMoves.MoveCash(side.Wallet, -side.FeeUnits, BalanceReason.Fee);
        cashMoves.MoveVenueCash(LedgerAccountKind.Fees, side.FeeUnits - share, BalanceReason.Fee);
        if (share != 0)
            cashMoves.MoveCash(state.Wallets.GetOrAdd(side.Builder!.Value), share, BalanceReason.BuilderFee);
    }
}
