using Hypercall.Engine.Book;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Domain.Rules;
using Hypercall.Engine.Events;
using Hypercall.Engine.Modules.Accounting;
using Hypercall.Engine.Modules.Fees;
using Hypercall.Engine.Modules.Matching;
using Hypercall.Engine.State;

namespace Hypercall.Engine;

/// <summary>What a fill moves: the order, cash, fees and positions of both sides (engine.md §6, §7).</summary>
public sealed partial class ExchangeEngine
{
    private readonly FillSide _takerSide = new();
    private readonly FillSide _makerSide = new();

    /// <summary>True once the running command has changed a position.</summary>
    private bool _positionsMoved;

    /// <summary>
    /// Fills <paramref name="units"/> of the taker with the best maker and lets protection act on it.
    /// </summary>
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

        FillSide takerSide = _takerSide;
        FillSide makerSide = _makerSide;
        PreviewSide(
            takerSide, taker.Wallet, instrument, takerUnits, price, fees.TakerPpm, taker.Terms.Builder);
        PreviewSide(
            makerSide, makerWallet, instrument, -takerUnits, price, fees.MakerPpm,
            maker.HasRareDetail ? _state.Orders.Store.Detail(slot).Builder : null);
        BoundRebates(takerSide, makerSide, fees.BuilderPpm);
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
        filled.TakerRealizedPnl = new Cash(takerSide.RealizedPnlUnits);
        filled.MakerRealizedPnl = new Cash(makerSide.RealizedPnlUnits);
        filled.Source = FillSource.Book;
        SettleFill(takerSide, makerSide, price, fees.BuilderPpm, BalanceReason.Trade);
        UpdatePosition(takerSide, instrument);
        UpdatePosition(makerSide, instrument);

        taker.RemainingUnits -= units;
        bool makerFilled = FillMaker(makerWallet, instrument, slot, units);
        if ((makerFlags & OrderFlags.Mmp) != 0)
            ProtectAfterFill(makerWallet, instrument, -takerUnits, makerFilled ? NoSlot : slot);
        if ((taker.Terms.Flags & OrderFlags.Mmp) != 0
            && ProtectAfterFill(taker.Wallet, instrument, takerUnits, NoSlot) && taker.RemainingUnits > 0)
        {
            taker.CancelReason = OrderReason.Mmp;
        }
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
        MoveCash(taker.Wallet, takerCash, reason);
        MoveCash(maker.Wallet, makerCash, reason);
        MoveVenueCash(LedgerAccountKind.Clearing, -(takerCash + makerCash), reason);
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
        MoveCash(side.Wallet, -side.FeeUnits, BalanceReason.Fee);
        MoveVenueCash(LedgerAccountKind.Fees, side.FeeUnits - share, BalanceReason.Fee);
        if (share != 0)
            MoveCash(GetOrAddWallet(side.Builder!.Value), share, BalanceReason.BuilderFee);
    }

    private void UpdatePosition(FillSide side, Instrument instrument)
    {
        WalletAccount wallet = side.Wallet;
        _positionsMoved = true;
        int slot = side.PositionSlot >= 0 ? side.PositionSlot : _state.Positions.GetOrAdd(wallet, instrument.Number);
        ref PositionEntry entry = ref _state.Positions[slot];
        int opened = (side.NewQuantityUnits != 0 ? 1 : 0) - (entry.QuantityUnits != 0 ? 1 : 0);
        wallet.OpenPositions += opened;
        instrument.OpenPositions += opened;
        if (opened != 0)
            CountHeldOption(wallet, instrument.Underlying, opened);
        instrument.NetPositionUnits += side.NewQuantityUnits - entry.QuantityUnits;
        if (wallet.Mode == MarginMode.Portfolio)
            _state.Ledger.PortfolioCostUnits += side.NewCostUnits - entry.CostUnits;
        CountShort(wallet, entry.QuantityUnits, side.NewQuantityUnits);
        entry.QuantityUnits = side.NewQuantityUnits;
        entry.CostUnits = side.NewCostUnits;
        Touch(wallet, WalletTouch.Changed);
        _changes.RecordPosition(entry);
        ref PositionChanged changed = ref Events.AppendPositionChanged();
        changed.Wallet = wallet.Address;
        changed.Symbol = instrument.Symbol;
        changed.Size = new Quantity(side.NewQuantityUnits);
        changed.EntryPrice = EnginePosition.EntryPrice(side.NewQuantityUnits, side.NewCostUnits);
        _state.Positions.RemoveIfVacant(wallet, slot);
    }

    private static void CountShort(WalletAccount wallet, long beforeUnits, long afterUnits) =>
        wallet.ShortPositions += (afterUnits < 0 ? 1 : 0) - (beforeUnits < 0 ? 1 : 0);

    /// <summary>Keeps what the wallet holds on the underlying, and the underlying's list of holders.</summary>
    private static void CountHeldOption(WalletAccount wallet, Underlying underlying, int opened)
    {
        WalletExposure exposure = wallet.GetOrAddExposure(underlying);
        exposure.HeldOptions += opened;
        NoteHolding(exposure);
    }

    private static void NoteHolding(WalletExposure exposure)
    {
        if (exposure.IsEmpty)
            exposure.Underlying.Holders.NoteEmptied();
        else
            exposure.Underlying.Holders.Add(exposure);
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
            _state.Orders.ChangeOpen(wallet, instrument, maker, maker.RemainingUnits + units, maker.RemainingUnits);
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
        Touch(wallet, WalletTouch.Changed);
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
