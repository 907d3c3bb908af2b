using Hypercall.Engine.Accounting;
using Hypercall.Engine.Commands;
using Hypercall.Engine.Events;
using Hypercall.Engine.Fees;
using Hypercall.Engine.Instruments;
using Hypercall.Engine.Margin;
using Hypercall.Engine.Numerics;
using Hypercall.Engine.Outcomes;
using Hypercall.Engine.Positions;
using Hypercall.Engine.Rules;
using Hypercall.Engine.Settlement;
using Hypercall.Engine.Wallets;

namespace Hypercall.Engine;

/// <summary>
/// Settlement in cash of what has expired (engine.md §11, details.md §Time): instrument by instrument, wallets in the
/// order of their addresses, once. A settled instrument leaves the state, so that nothing can settle it again.
/// </summary>
public sealed partial class ExchangeEngine
{
    private readonly List<Instrument> _settling = [];
    private readonly List<SettlingPosition> _settlingPositions = [];

    /// <summary>Settles every pending instrument that has a price: the command's, else its average.</summary>
    private RejectCode ApplyTickExpiry(TickExpiry command)
    {
        foreach (SettlementPrice settlement in command.Prices)
        {
            RejectCode rejection = CheckSettlementPrice(settlement);
            if (rejection != RejectCode.None)
                return rejection;
        }

        FindSettling(command);
        FindSettlingPositions();
        int next = 0;
        foreach (Instrument instrument in _settling)
        {
            SettleInstrument(instrument, SettlementPriceUnits(command, instrument), ref next);
            _state.PendingSettlement.Remove(instrument);
        }

        return RejectCode.None;
    }

    private RejectCode CheckSettlementPrice(in SettlementPrice settlement)
    {
        if (!ParsedInstrument.IsUnderlying(settlement.Underlying))
            return Reject(RejectCode.InvalidSymbol, 0, 0, settlement.Underlying);
        if (!CalendarDate.IsValid(settlement.ExpiryDate))
            return Reject(RejectCode.InvalidExpiry, settlement.ExpiryDate, _state.TimestampMs);
        long price = settlement.Price.Units;
        if (price <= 0)
            return Reject(RejectCode.InvalidPrice, price, 0);
        return price > Price.MaxUnits ? RejectCode.Overflow : RejectCode.None;
    }

    /// <summary>The first price that the command gives for the instrument's group, else its average, else 0.</summary>
    private static long SettlementPriceUnits(TickExpiry command, Instrument instrument)
    {
        ContractKey contract = instrument.Parsed.Key;
        foreach (SettlementPrice settlement in command.Prices)
        {
            if (settlement.ExpiryDate == contract.ExpiryDate
                && string.Equals(settlement.Underlying, contract.Underlying, StringComparison.Ordinal))
            {
                return settlement.Price.Units;
            }
        }

        return instrument.TwapUnits;
    }

    /// <summary>Lists the instruments to settle, by expiry instant, then symbol.</summary>
    private void FindSettling(TickExpiry command)
    {
        _settling.Clear();
        foreach (Instrument instrument in _state.PendingSettlement)
        {
            if (SettlementPriceUnits(command, instrument) != 0)
                _settling.Add(instrument);
        }

        _settling.Sort(CompareExpiries);
        for (int rank = 0; rank < _settling.Count; rank++)
            _settling[rank].SettlementRank = rank;
    }

    /// <summary>
    /// Lists the positions to settle in the order of settlement: each holder's positions are walked once, however many
    /// instruments have expired.
    /// </summary>
    private void FindSettlingPositions()
    {
        _settlingPositions.Clear();
        foreach (Instrument instrument in _settling)
        {
            if (IsFirstOfUnderlying(instrument))
                FindSettlingPositions(instrument.Underlying);
        }

        _settlingPositions.Sort();
    }

    private bool IsFirstOfUnderlying(Instrument instrument)
    {
        for (int rank = 0; rank < instrument.SettlementRank; rank++)
        {
            if (_settling[rank].Underlying == instrument.Underlying)
                return false;
        }

        return true;
    }

    private void FindSettlingPositions(Underlying underlying)
    {
        int place = 0;
        foreach (WalletExposure holder in underlying.Holders.InAddressOrder())
        {
            place++;
            WalletAccount wallet = holder.Wallet;
            for (int slot = wallet.FirstPosition; slot >= 0; slot = _state.Positions[slot].NextOfWallet)
            {
                ref PositionEntry entry = ref _state.Positions[slot];
                Instrument instrument = _state.Markets[entry.Instrument]!;
                bool isSettling = instrument.SettlementRank >= 0 && instrument.Underlying == underlying;
                if (isSettling && entry.QuantityUnits != 0)
                    _settlingPositions.Add(new SettlingPosition(instrument.SettlementRank, place, wallet));
            }
        }
    }

    /// <summary>
    /// Settles an instrument's positions, which begin at <paramref name="next"/> in the list; the clearing account takes
    /// what does not cancel, and what the venue held settles inside it.
    /// </summary>
    private void SettleInstrument(Instrument instrument, long priceUnits, ref int next)
    {
        long intrinsic = OptionValuer.IntrinsicUnits(instrument.Parsed.Key, priceUnits);
        Int128 moved = 0;
        for (; next < _settlingPositions.Count && _settlingPositions[next].Rank == instrument.SettlementRank; next++)
            moved += SettlePosition(_settlingPositions[next].Wallet, instrument, priceUnits, intrinsic);
        MoveVenueCash(LedgerAccountKind.Clearing, -moved, BalanceReason.Settlement);
        if (instrument.HeldUnits != 0)
            SettleHolding(instrument, intrinsic);
        instrument.SettlementRank = -1;
        _state.Markets.Remove(instrument);
        _changes.RecordInstrumentRemoved(instrument.Number);
        Events.Add(new MarketUpdated(instrument.Symbol, InstrumentStatus.Settled));
    }

    private void SettleHolding(Instrument instrument, long intrinsicUnits)
    {
        _state.Ledger.HoldingsSettledUnits += Cash.NotionalUnits(intrinsicUnits, instrument.HeldUnits);
        instrument.HeldUnits = 0;
        _changes.MarkLedger();
    }

    /// <summary>Settles one position; returns what its wallet's cash moves by, before fee and debt.</summary>
    private Int128 SettlePosition(WalletAccount wallet, Instrument instrument, long priceUnits, long intrinsicUnits)
    {
        int slot = _state.Positions.Find(wallet.Number, instrument.Number);
        PositionEntry entry = _state.Positions[slot];
        FeeRules fees = instrument.Underlying.Rules.Fees;
        Int128 value = Cash.NotionalUnits(intrinsicUnits, entry.QuantityUnits);
        Int128 profit = value - entry.CostUnits;
        Int128 fee = FeeService.TradingFeeUnits(
            fees.SettlementPpm, fees.SettlementCapPpm, priceUnits, intrinsicUnits, Math.Abs(entry.QuantityUnits));
        Events.Add(new PositionSettled(
            wallet.Address, instrument.Symbol, new Quantity(entry.QuantityUnits), new Price(priceUnits),
            new Cash(value), new Cash(fee), new Cash(profit)));
        Int128 moved = wallet.Mode == MarginMode.Portfolio ? profit : value;
        MoveCash(wallet, moved, BalanceReason.Settlement);
        MoveCash(wallet, -fee, BalanceReason.SettlementFee);
        MoveVenueCash(LedgerAccountKind.Fees, fee, BalanceReason.SettlementFee);
        if (wallet.CashUnits < 0)
            CoverShortfall(wallet);
        RemovePosition(wallet, instrument, slot);
        return moved;
    }

    /// <summary>Brings a wallet's cash up to zero: the insurance fund pays first, the rest is the wallet's debt.</summary>
    private void CoverShortfall(WalletAccount wallet)
    {
        Int128 paid = Int128.Min(_state.Ledger.InsuranceUnits, -wallet.CashUnits);
        MoveVenueCash(LedgerAccountKind.Insurance, -paid, BalanceReason.Insurance);
        MoveCash(wallet, paid, BalanceReason.Insurance);
        Int128 unpaid = -wallet.CashUnits;
        if (unpaid == 0)
            return;
        ChangeDebt(wallet, unpaid);
        MoveCash(wallet, unpaid, BalanceReason.Debt);
    }

    /// <summary>Takes a settled position out of the state.</summary>
    private void RemovePosition(WalletAccount wallet, Instrument instrument, int slot)
    {
        ref PositionEntry entry = ref _state.Positions[slot];
        _positionsMoved = true;
        wallet.OpenPositions--;
        instrument.OpenPositions--;
        instrument.NetPositionUnits -= entry.QuantityUnits;
        CountHeldOption(wallet, instrument.Underlying, -1);
        if (wallet.Mode == MarginMode.Portfolio)
            _state.Ledger.PortfolioCostUnits -= entry.CostUnits;
        entry.QuantityUnits = 0;
        entry.CostUnits = 0;
        _changes.RecordPosition(entry);
        _state.Positions.RemoveIfVacant(wallet, slot);
    }
}
