using Hypercall.Engine.Commands;
using Hypercall.Engine.Instruments;
using Hypercall.Engine.Numerics;
using Hypercall.Engine.Positions;
using Hypercall.Engine.Rules;
using Hypercall.Engine.State;
using Hypercall.Engine.Wallets;

namespace Hypercall.Engine.Margin;

/// <summary>
/// Standard margin (engine.md §10 after Deribit's, details.md §Margin): option by option, long options need nothing,
/// open buys reserve premium and fee, open sells beyond the long position need initial margin. What a wallet needs now
/// is found once per question by <see cref="Prepare"/>; each hypothesis then costs only what it changes.
/// </summary>
internal sealed class StandardMargin
{
    private const long PpmUnit = 1_000_000;

    private readonly EngineState _state;
    private readonly OptionValuer _valuer;
    private Int128 _requirementUnits;
    private bool _isComplete;

    public StandardMargin(EngineState state, OptionValuer valuer)
    {
        _state = state;
        _valuer = valuer;
    }

    /// <summary>Initial margin of one short contract, in units of 1e-8 USDC; pending: its mark.</summary>
    public static long InitialUnits(Instrument instrument, OptionValuation valuation)
    {
        if (!valuation.HasStandardMargin)
            FillIn(instrument, valuation);
        return valuation.InitialMarginUnits;
    }

    /// <summary>Maintenance margin of one short contract, in units of 1e-8 USDC; pending: its mark.</summary>
    public static long MaintenanceUnits(Instrument instrument, OptionValuation valuation)
    {
        if (!valuation.HasStandardMargin)
            FillIn(instrument, valuation);
        return valuation.MaintenanceMarginUnits;
    }

    /// <summary>Both margins, once for a valuation.</summary>
    private static void FillIn(Instrument instrument, OptionValuation valuation)
    {
        long initial = valuation.MarkUnits;
        long maintenance = valuation.MarkUnits;
        if (!valuation.IsPending)
        {
            StandardMarginRules rules = instrument.Underlying.Rules.Standard;
            ContractKey contract = instrument.Parsed.Key;
            long index = valuation.IndexUnits;
            bool isCall = contract.Type == OptionType.Call;
            long outOfTheMoney = Math.Max(0, isCall ? contract.Strike.Units - index : index - contract.Strike.Units);
            Int128 ofIndex = Int128.Max(
                (Int128)rules.ImPpm * index - (Int128)outOfTheMoney * PpmUnit, (Int128)rules.ImFloorPpm * index);
            maintenance = WithMark(
                (Int128)rules.MmPpm * (isCall ? index : Math.Max(index, valuation.MarkUnits)), valuation.MarkUnits);
            initial = WithMark(ofIndex, valuation.MarkUnits);
            if (!isCall)
                initial = Math.Max(initial, maintenance);
        }

        valuation.InitialMarginUnits = initial;
        valuation.MaintenanceMarginUnits = maintenance;
        valuation.HasStandardMargin = true;
    }

    /// <summary>Finds what the wallet needs now; null needs nothing.</summary>
    public void Prepare(WalletAccount? wallet)
    {
        _requirementUnits = 0;
        _isComplete = true;
        if (wallet is null)
            return;
        PositionTable positions = _state.Positions;
        for (int slot = wallet.FirstPosition; slot >= 0; slot = positions[slot].NextOfWallet)
        {
            ref PositionEntry entry = ref positions[slot];
            if (!TryAdd(_state.Markets[entry.Instrument]!, entry.QuantityUnits, entry.OpenSellUnits, ref _requirementUnits))
            {
                _isComplete = false;
                return;
            }
        }

        _requirementUnits += wallet.OpenBuyNotionalUnits + ReservedFees.OfWallet(_state, _valuer, wallet);
    }

    /// <summary>
    /// Whether an order leaves the prepared wallet an excess whatever becomes of it, told without working out what does:
    /// a buy takes at most its premium and fee, a sell at most the initial margin of all its contracts and its fee. True
    /// means that the order is admitted; false means nothing.
    /// </summary>
    /// <param name="cashUnits">The wallet's cash.</param>
    /// <param name="instrument">The option.</param>
    /// <param name="order">The order.</param>
    /// <param name="feeUnits">The larger of both fees at its limit.</param>
    public bool LeavesExcess(Int128 cashUnits, Instrument instrument, in OrderTerms order, Int128 feeUnits)
    {
        if (!_isComplete)
            return false;
        long perContract = order.Price.Units;
        if (order.Side == Side.Sell)
        {
            OptionValuation valuation = _valuer.Value(instrument);
            if (!valuation.HasMark)
                return false;
            perContract = InitialUnits(instrument, valuation);
        }

        return cashUnits - _requirementUnits >= Cash.NotionalUnits(perContract, order.Size.Units) + feeUnits;
    }

    /// <summary>Margin in a hypothesis about the wallet that was prepared.</summary>
    public MarginFigures Compute(MarginHypothesis hypothesis)
    {
        if (!_isComplete)
            return MarginFigures.Incomplete;
        Int128 requirement = _requirementUnits;
        foreach (ref readonly HypotheticalPosition changed in hypothesis.Changed)
        {
            long sells = OpenSellUnits(hypothesis.Wallet, changed.Instrument);
            Int128 now = 0;
            if (!TryAdd(changed.Instrument, changed.NewQuantityUnits, sells, ref requirement)
                || !TryAdd(changed.Instrument, changed.QuantityUnits, sells, ref now))
            {
                return MarginFigures.Incomplete;
            }

            requirement -= now;
        }

        return hypothesis.RestingInstrument is null || TryAddResting(hypothesis, ref requirement)
            ? new MarginFigures(true, hypothesis.CashUnits, requirement, -1, 0)
            : MarginFigures.Incomplete;
    }

    /// <summary>Σ maintenance margin of the wallet's shorts, or null where a mark is missing.</summary>
    public Int128? Maintenance(WalletAccount wallet)
    {
        Int128 sum = 0;
        PositionTable positions = _state.Positions;
        for (int slot = wallet.FirstPosition; slot >= 0; slot = positions[slot].NextOfWallet)
        {
            ref PositionEntry entry = ref positions[slot];
            if (entry.QuantityUnits >= 0)
                continue;
            Instrument instrument = _state.Markets[entry.Instrument]!;
            OptionValuation valuation = _valuer.Value(instrument);
            if (!valuation.HasMark)
                return null;
            sum += Cash.NotionalUnits(MaintenanceUnits(instrument, valuation), -entry.QuantityUnits);
        }

        return sum;
    }

    /// <summary>Adds the initial margin of a short position and of the open sells that no long position covers.</summary>
    private bool TryAdd(Instrument instrument, long quantityUnits, long openSellUnits, ref Int128 sum)
    {
        long units = Math.Max(0, -quantityUnits) + Math.Max(0, openSellUnits - Math.Max(quantityUnits, 0));
        if (units == 0)
            return true;
        OptionValuation valuation = _valuer.Value(instrument);
        if (!valuation.HasMark)
            return false;
        sum += Cash.NotionalUnits(InitialUnits(instrument, valuation), units);
        return true;
    }

    private bool TryAddResting(MarginHypothesis hypothesis, ref Int128 requirement)
    {
        Instrument instrument = hypothesis.RestingInstrument!;
        if (hypothesis.RestingSide == Side.Buy)
        {
            requirement += Cash.NotionalUnits(hypothesis.RestingPriceUnits, hypothesis.RestingUnits);
            if (_valuer.HasCurrentIndex(instrument.Underlying))
            {
                requirement += ReservedFees.OfOrder(
                    instrument.Underlying, hypothesis.RestingPriceUnits, hypothesis.RestingUnits);
            }

            return true;
        }

        long sells = OpenSellUnits(hypothesis.Wallet, instrument);
        long quantity = QuantityUnits(hypothesis.Wallet, instrument);
        Int128 now = 0;
        if (!TryAdd(instrument, quantity, sells + hypothesis.RestingUnits, ref requirement)
            || !TryAdd(instrument, quantity, sells, ref now))
        {
            return false;
        }

        requirement -= now;
        return true;
    }

    private long OpenSellUnits(WalletAccount? wallet, Instrument instrument)
    {
        int slot = wallet is null ? -1 : _state.Positions.Find(wallet.Number, instrument.Number);
        return slot < 0 ? 0 : _state.Positions[slot].OpenSellUnits;
    }

    private long QuantityUnits(WalletAccount? wallet, Instrument instrument)
    {
        int slot = wallet is null ? -1 : _state.Positions.Find(wallet.Number, instrument.Number);
        return slot < 0 ? 0 : _state.Positions[slot].QuantityUnits;
    }

    /// <summary>A part in ppm of price units plus the mark, rounded once to 8 decimals.</summary>
    private static long WithMark(Int128 ppmUnits, long markUnits) =>
        (long)Rounding.Divide(ppmUnits + (Int128)markUnits * PpmUnit, PpmUnit);
}
