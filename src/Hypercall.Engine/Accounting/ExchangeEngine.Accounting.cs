using Hypercall.Engine.Accounting;
using Hypercall.Engine.Commands;
using Hypercall.Engine.Events;
using Hypercall.Engine.Fees;
using Hypercall.Engine.Instruments;
using Hypercall.Engine.Matching;
using Hypercall.Engine.Numerics;
using Hypercall.Engine.OrderBook;
using Hypercall.Engine.Positions;
using Hypercall.Engine.Rules;
using Hypercall.Engine.Wallets;

namespace Hypercall.Engine;

/// <summary>What a fill moves: the order, cash, fees and positions of both sides (engine.md §6, §7).</summary>
public sealed partial class ExchangeEngine
{
    /// <summary>Fills <paramref name="units"/> of the taker with the best maker and lets protection act on it.</summary>
    private void Fill(TakerOrder taker, int slot, long units)
    {
        ref OrderNode maker = ref _state.Orders.Store.Node(slot);
        Instrument instrument = taker.Instrument;
        long price = maker.PriceUnits;
        long makerOrderId = maker.OrderId;
        OrderFlags makerFlags = maker.Flags;
        WalletAccount makerWallet = _state.Wallets[maker.Wallet];
        FeeRules fees = instrument.Underlying.Rules.Fees;
        long takerUnits = taker.Terms.Side == Side.Buy ? units : -units;

        FillSide takerSide = PreviewSide(
            taker.Wallet, instrument, takerUnits, price, fees.TakerPpm, taker.Terms.Builder);
        FillSide makerSide = PreviewSide(
            makerWallet, instrument, -takerUnits, price, fees.MakerPpm, maker.HasRareDetail ? _state.Orders.Store.Detail(slot).Builder : null);
        ref Filled filled = ref Events.AppendFilled();
        filled.TradeId = _state.NextTradeId++;
        filled.Symbol = instrument.Symbol;
        filled.Price = new Price(price);
        filled.Size = new Quantity(units);
        filled.TakerSide = taker.Terms.Side;
        filled.TakerOrderId = taker.OrderId;
        filled.MakerOrderId = makerOrderId;
        filled.TakerWallet = taker.Wallet.Address;
        filled.MakerWallet = makerWallet.Address;
        filled.TakerFee = new Cash(takerSide.FeeUnits);
        filled.MakerFee = new Cash(makerSide.FeeUnits);
        filled.TakerRealizedPnl = new Cash(takerSide.Transition.RealizedPnlUnits);
        filled.MakerRealizedPnl = new Cash(makerSide.Transition.RealizedPnlUnits);
        filled.Source = FillSource.Book;
        SettleFill(takerSide, makerSide, price, fees.BuilderPpm);
        UpdatePosition(takerSide, instrument);
        UpdatePosition(makerSide, instrument);

        taker.RemainingUnits -= units;
        bool makerFilled = FillMaker(makerWallet, instrument, slot, units);
        if ((makerFlags & OrderFlags.Mmp) != 0)
            ProtectAfterFill(makerWallet, instrument.Underlying, units, makerFilled ? NoSlot : slot);
        if ((taker.Terms.Flags & OrderFlags.Mmp) != 0
            && ProtectAfterFill(taker.Wallet, instrument.Underlying, units, NoSlot) && taker.RemainingUnits > 0)
        {
            taker.CancelReason = OrderReason.Mmp;
        }
    }

    private FillSide PreviewSide(
        WalletAccount wallet, Instrument instrument, long signedUnits, long price, long ratePpm, WalletAddress? builder)
    {
        int slot = _state.Positions.Find(wallet.Number, instrument.Number);
        long quantity = 0;
        Int128 cost = 0;
        if (slot >= 0)
        {
            ref PositionEntry entry = ref _state.Positions[slot];
            quantity = entry.QuantityUnits;
            cost = entry.CostUnits;
        }

        Underlying underlying = instrument.Underlying;
        Int128 fee = FeeService.TradingFeeUnits(
            ratePpm, underlying.Rules.Fees.CapPpm, underlying.IndexPriceUnits, price, Math.Abs(signedUnits));
        var transition = PositionFillTransition.PreviewFill(quantity, cost, signedUnits, price);
        return new FillSide(wallet, slot, signedUnits, transition, fee, builder);
    }

    /// <summary>Moves the trade's cash, then the taker's fee, then the maker's.</summary>
    private void SettleFill(in FillSide taker, in FillSide maker, long price, long builderPpm)
    {
        Int128 takerCash = Ledger.FillCashUnits(
            taker.Wallet.Mode, taker.SignedUnits, price, taker.Transition.RealizedPnlUnits);
        Int128 makerCash = Ledger.FillCashUnits(
            maker.Wallet.Mode, maker.SignedUnits, price, maker.Transition.RealizedPnlUnits);
        MoveCash(taker.Wallet, takerCash, BalanceReason.Trade);
        MoveCash(maker.Wallet, makerCash, BalanceReason.Trade);
        MoveVenueCash(LedgerAccountKind.Clearing, -(takerCash + makerCash), BalanceReason.Trade);
        SettleFee(taker, builderPpm);
        SettleFee(maker, builderPpm);
    }

    private void SettleFee(in FillSide side, long builderPpm)
    {
        if (side.FeeUnits == 0)
            return;
        Int128 share = side.FeeUnits > 0 && side.Builder is not null
            ? FeeService.BuilderShareUnits(builderPpm, side.FeeUnits)
            : 0;
        MoveCash(side.Wallet, -side.FeeUnits, BalanceReason.Fee);
        MoveVenueCash(LedgerAccountKind.Fees, side.FeeUnits - share, BalanceReason.Fee);
        if (share != 0)
            MoveCash(GetOrAddWallet(side.Builder!.Value), share, BalanceReason.BuilderFee);
    }

    private void UpdatePosition(in FillSide side, Instrument instrument)
    {
        PositionFillTransition transition = side.Transition;
        WalletAccount wallet = side.Wallet;
        int slot = side.PositionSlot >= 0 ? side.PositionSlot : _state.Positions.GetOrAdd(wallet, instrument.Number);
        ref PositionEntry entry = ref _state.Positions[slot];
        int opened = (transition.NewQuantityUnits != 0 ? 1 : 0) - (entry.QuantityUnits != 0 ? 1 : 0);
        wallet.OpenPositions += opened;
        instrument.OpenPositions += opened;
        instrument.NetPositionUnits += transition.NewQuantityUnits - entry.QuantityUnits;
        if (wallet.Mode == MarginMode.Portfolio)
            _state.Ledger.PortfolioCostUnits += transition.NewCostUnits - entry.CostUnits;
        entry.QuantityUnits = transition.NewQuantityUnits;
        entry.CostUnits = transition.NewCostUnits;
        _changes.RecordPosition(entry);
        ref PositionChanged changed = ref Events.AppendPositionChanged();
        changed.Wallet = wallet.Address;
        changed.Symbol = instrument.Symbol;
        changed.Size = new Quantity(transition.NewQuantityUnits);
        changed.EntryPrice = PositionFillTransition.EntryPrice(transition.NewQuantityUnits, transition.NewCostUnits);
        _state.Positions.RemoveIfVacant(wallet, slot);
    }

    /// <summary>Takes a fill off the maker's order; true when nothing of it remains.</summary>
    private bool FillMaker(WalletAccount wallet, Instrument instrument, int slot, long units)
    {
        instrument.Book.Fill(slot, units);
        ref OrderNode maker = ref _state.Orders.Store.Node(slot);
        bool filled = maker.RemainingUnits == 0;
        EmitOrderUpdated(slot, filled ? OrderStatus.Filled : OrderStatus.PartiallyFilled, OrderReason.None);
        if (filled)
        {
            _changes.RecordOrderRemoved(maker.OrderId);
            _state.Orders.Remove(wallet, instrument, slot, units);
        }
        else
        {
            _changes.RecordOrder(slot);
            _state.Orders.AddOpen(wallet, instrument, maker.Side, -units);
        }

        return filled;
    }

    /// <summary>Changes a wallet's cash; nothing happens for 0.</summary>
    private void MoveCash(WalletAccount wallet, Int128 deltaUnits, BalanceReason reason)
    {
        if (deltaUnits == 0)
            return;
        wallet.CashUnits += deltaUnits;
        _state.Ledger.WalletsUnits += deltaUnits;
        _changes.MarkCash(wallet);
        EmitBalance(LedgerAccountKind.Wallet, wallet.Address, deltaUnits, wallet.CashUnits, reason);
    }

    /// <summary>Changes one of the venue's own accounts; nothing happens for 0.</summary>
    private void MoveVenueCash(LedgerAccountKind account, Int128 deltaUnits, BalanceReason reason)
    {
        if (deltaUnits == 0)
            return;
        Ledger ledger = _state.Ledger;
        Int128 balance = account switch
        {
            LedgerAccountKind.Clearing => ledger.ClearingUnits += deltaUnits,
            LedgerAccountKind.Fees => ledger.FeesUnits += deltaUnits,
            _ => ledger.InsuranceUnits += deltaUnits,
        };
        _changes.MarkLedger();
        EmitBalance(account, default, deltaUnits, balance, reason);
    }

    private void EmitBalance(
        LedgerAccountKind account, WalletAddress wallet, Int128 deltaUnits, Int128 balanceUnits, BalanceReason reason)
    {
        ref BalanceChanged changed = ref Events.AppendBalanceChanged();
        changed.Account = account;
        changed.Wallet = wallet;
        changed.Delta = new Cash(deltaUnits);
        changed.Balance = new Cash(balanceUnits);
        changed.Reason = reason;
    }
}
