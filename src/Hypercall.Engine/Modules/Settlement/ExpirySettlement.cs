using Hypercall.Engine.Modules.Accounting;
using Hypercall.Engine.Modules.Fees;
using Hypercall.Engine.Modules.Liquidation;

namespace Hypercall.Engine.Modules.Settlement;

/// <summary>
/// Settlement in cash of what has expired (engine.md §11, risk.md §A5): instrument by instrument, wallets in the
/// order of their addresses, once. A settled instrument leaves the state, so that nothing can settle it again.
/// </summary>
internal sealed class ExpirySettlement(
    EngineState state, Turn turn, OptionValuer valuer, CashMoves cashMoves, Examiner examiner)
{
    private readonly List<Instrument> _settling = [];
    private readonly List<(int Rank, int Place, WalletAccount Wallet)> _settlingPositions = [];
    private readonly List<WalletAccount> _settlingHolders = [];
    private readonly List<WalletAccount> _settledWallets = [];
    private readonly Dictionary<(string Underlying, int ExpiryDate), SettlementGroup> _settlementGroups = [];

    /// <summary>By instrument its place in the order of settlement, from 1; 0 where it is not settled.</summary>
    private readonly Numbered<int> _ranks = new();

    /// <summary>
    /// Instruments, prices, wallets and positions that settlements have looked at, all together: shows how their work
    /// grows, without a clock.
    /// </summary>
    internal long SettlementSteps { get; private set; }

    /// <summary>
    /// Settles every pending instrument that has a price: the command's, else its average. Whose cash that leaves below
    /// zero is covered when the command ends, not before: what settles later may pay for it.
    /// </summary>
    public Refusal? ApplyTickExpiry(TickExpiry command)
    {
        FindPending();
        foreach (SettlementPrice settlement in command.Prices)
        {
            if (CarryPrice(settlement, command.Force) is { } rejection)
                return rejection;
        }

        FindSettling();
        FindSettlingPositions();
        int next = 0;
        foreach (Instrument instrument in _settling)
            SettleInstrument(instrument, SettlementPriceUnits(instrument), ref next);
        _settledWallets.Sort(WalletAccount.CompareByAddress);
        examiner.Queue(_settledWallets);
        _settledWallets.Clear();
        return null;
    }

    /// <summary>Lists what awaits its price by expiry instant, then symbol, and groups it.</summary>
    private void FindPending()
    {
        _settling.Clear();
        _settling.AddRange(state.Markets.Pending);
        _settling.Sort(Instrument.CompareByExpiry);
        _settlementGroups.Clear();
        foreach (Instrument instrument in _settling)
        {
            SettlementSteps++;
            ContractKey contract = instrument.Parsed.Key;
            ref SettlementGroup? group = ref CollectionsMarshal.GetValueRefOrAddDefault(
                _settlementGroups, (contract.Underlying, contract.ExpiryDate), out _);
            group ??= new SettlementGroup();
            group.AddReference(
                instrument.TwapUnits != 0 ? instrument.TwapUnits : instrument.Underlying.IndexPriceUnits);
        }
    }

    private Refusal? CarryPrice(in SettlementPrice settlement, bool force)
    {
        SettlementSteps++;
        if (!ParsedInstrument.IsUnderlying(settlement.Underlying))
            return turn.Reject(RejectCode.InvalidSymbol, 0, 0, settlement.Underlying);
        if (!CalendarDate.IsValid(settlement.ExpiryDate))
            return turn.Reject(RejectCode.InvalidExpiry, settlement.ExpiryDate, state.TimestampMs);
        long price = settlement.Price.Units;
        if (price <= 0)
            return turn.Reject(RejectCode.InvalidPrice, price, 0);
        if (price > Price.MaxUnits)
            return RejectCode.Overflow;
        if (_settlementGroups.GetValueOrDefault((settlement.Underlying, settlement.ExpiryDate)) is not { } group)
            return null;
        long maxMovePpm = state.Rules.MaxSettlementMovePpm;
        if (!force && maxMovePpm != 0 && group.FirstExceeded(price, maxMovePpm) is { } reference)
            return turn.Reject(RejectCode.InvalidPrice, price, reference);
        group.Carry(price);
        return null;
    }

    /// <summary>The price that the command carries for the instrument's group, else its average, else 0.</summary>
    private long SettlementPriceUnits(Instrument instrument)
    {
        ContractKey contract = instrument.Parsed.Key;
        long carried = _settlementGroups[(contract.Underlying, contract.ExpiryDate)].CarriedUnits;
        return carried != 0 ? carried : instrument.TwapUnits;
    }

    /// <summary>Keeps those of the pending instruments that have a price; the others go on waiting.</summary>
    private void FindSettling()
    {
        _settling.RemoveAll(instrument => SettlementPriceUnits(instrument) == 0);
        for (int i = 0; i < _settling.Count; i++)
            _ranks[_settling[i].Number] = i + 1;
    }

    /// <summary>
    /// Lists the positions to settle in the order of settlement: each holder's positions are walked once, however many
    /// instruments and underlyings have expired.
    /// </summary>
    private void FindSettlingPositions()
    {
        _settlingPositions.Clear();
        FindHolders();
        for (int place = 0; place < _settlingHolders.Count; place++)
            FindSettlingPositions(_settlingHolders[place], place);
        _settlingPositions.Sort(
            static (left, right) => (left.Rank, left.Place).CompareTo((right.Rank, right.Place)));
    }

    private void FindSettlingPositions(WalletAccount wallet, int place)
    {
        for (int slot = wallet.FirstPosition; slot >= 0; slot = state.Positions[slot].NextOfWallet)
        {
            ref readonly PositionEntry entry = ref state.Positions[slot];
            int rank = _ranks[entry.Instrument];
            SettlementSteps++;
            if (rank != 0 && entry.QuantityUnits != 0)
                _settlingPositions.Add((rank, place, wallet));
        }
    }

    /// <summary>Lists who holds anything on an underlying that settles, by address.</summary>
    private void FindHolders()
    {
        _settlingHolders.Clear();
        var underlyings = new HashSet<int>();
        var wallets = new HashSet<int>();
        foreach (Instrument instrument in _settling)
        {
            if (!underlyings.Add(instrument.Underlying.Number))
                continue;
            foreach (WalletExposure holder in instrument.Underlying.Holders.InAddressOrder())
            {
                if (wallets.Add(holder.Wallet.Number))
                    _settlingHolders.Add(holder.Wallet);
            }
        }

        _settlingHolders.Sort(WalletAccount.CompareByAddress);
        SettlementSteps += _settlingHolders.Count;
    }

    /// <summary>
    /// Settles an instrument's positions, which begin at <paramref name="next"/> in the list; the clearing account
    /// takes what does not cancel, and what the venue held settles inside it.
    /// </summary>
    private void SettleInstrument(Instrument instrument, long priceUnits, ref int next)
    {
        int rank = _ranks[instrument.Number];
        long intrinsic = OptionValuer.IntrinsicUnits(instrument.Parsed.Key, priceUnits);
        Int128 moved = 0;
        for (; next < _settlingPositions.Count && _settlingPositions[next].Rank == rank; next++)
            moved += SettlePosition(_settlingPositions[next].Wallet, instrument, priceUnits, intrinsic);
        cashMoves.MoveVenueCash(LedgerAccountKind.Clearing, -moved, BalanceReason.Settlement);
        if (instrument.HeldUnits != 0)
            state.Ledger.CountHoldingSettled(Cash.NotionalUnits(intrinsic, instrument.HeldUnits));
        _ranks[instrument.Number] = 0;
        state.Markets.Remove(instrument);
        valuer.Forget(instrument);
        turn.Events.Add(new MarketUpdated(instrument.Symbol, InstrumentStatus.Settled));
    }

    /// <summary>Settles one position; returns what its wallet's cash moves by, before the fee.</summary>
    private Int128 SettlePosition(WalletAccount wallet, Instrument instrument, long priceUnits, long intrinsicUnits)
    {
        int slot = state.Positions.Find(wallet, instrument.Number);
        PositionEntry entry = state.Positions[slot];
        SettlementSteps++;
        FeeRules fees = instrument.Underlying.Rules.Fees;
        Int128 value = Cash.NotionalUnits(intrinsicUnits, entry.QuantityUnits);
        Int128 profit = value - entry.CostUnits;
        Int128 fee = FeeService.TradingFeeUnits(
            fees.SettlementPpm, fees.SettlementCapPpm, priceUnits, intrinsicUnits, Math.Abs(entry.QuantityUnits));
        turn.Events.Add(new PositionSettled(
            wallet.Address, instrument.Symbol, new Quantity(entry.QuantityUnits), new Price(priceUnits),
            new Cash(value), new Cash(fee), new Cash(profit)));
        Int128 moved = wallet.Mode == MarginMode.Portfolio ? profit : value;
        cashMoves.MoveCash(wallet, moved, BalanceReason.Settlement);
        cashMoves.MoveCash(wallet, -fee, BalanceReason.SettlementFee);
        cashMoves.MoveVenueCash(LedgerAccountKind.Fees, fee, BalanceReason.SettlementFee);
        if (turn.TouchOf(wallet) != WalletTouch.Settled)
            _settledWallets.Add(wallet);
        turn.Touch(wallet, WalletTouch.Settled);
        state.Positions.Set(wallet, instrument, slot, 0, 0);
        return moved;
    }
}
