using Hypercall.Engine.Commands;
using Hypercall.Engine.Instruments;
using Hypercall.Engine.Numerics;
using Hypercall.Engine.OrderBook;
using Hypercall.Engine.Positions;
using Hypercall.Engine.State;
using Hypercall.Engine.Wallets;

namespace Hypercall.Engine.Margin;

/// <summary>
/// Portfolio margin (engine.md §10, details.md §Margin): a grid of scenarios over all positions at once, a floor and a
/// gamma overlay for net short options, and open orders filled side by side at their limits. What a wallet has now is
/// summed once per question by <see cref="Prepare"/>; each hypothesis then adds what it changes and takes it back.
/// </summary>
internal sealed class PortfolioMargin
{
    private const long PpmUnit = 1_000_000;

    private readonly EngineState _state;
    private readonly OptionValuer _valuer;
    private readonly PortfolioTotals _none = new();
    private readonly PortfolioTotals _buys = new();
    private readonly PortfolioTotals _sells = new();
    private readonly PortfolioTotals _held = new();
    private readonly List<Instrument> _unmarked = [];
    private Int128 _valueUnits;
    private bool _hasBuys;
    private bool _hasSells;
    private bool _hasIndexes;

    public PortfolioMargin(EngineState state, OptionValuer valuer)
    {
        _state = state;
        _valuer = valuer;
    }

    private int Scenarios => _state.Rules.Portfolio.Scenarios.Length;

    /// <summary>Sums up what the wallet has now; null has nothing.</summary>
    public void Prepare(WalletAccount? wallet)
    {
        _none.Clear();
        _buys.Clear();
        _sells.Clear();
        _unmarked.Clear();
        _valueUnits = 0;
        _hasBuys = _hasSells = false;
        _hasIndexes = true;
        if (wallet is null)
            return;
        _hasIndexes = TryAddPerps(wallet, _none) && TryAddPerps(wallet, _buys) && TryAddPerps(wallet, _sells);
        _valueUnits = PerpValueUnits(wallet);
        AddOptions(wallet);
        if (wallet.OpenOrders > 0)
            AddLosses(wallet);
    }

    /// <summary>
    /// Margin in a hypothesis about the wallet that was prepared: the least excess of nothing filled, all buys filled
    /// and all sells filled. That nothing may fill is a project rule beyond the specification's two sides: where orders
    /// on both sides reduce risk, each side alone would need less than what is held.
    /// </summary>
    public MarginFigures Compute(MarginHypothesis hypothesis)
    {
        if (!_hasIndexes || !HasMarks(hypothesis))
            return MarginFigures.Incomplete;
        Int128 equity = hypothesis.CashUnits + _valueUnits;
        foreach (ref readonly HypotheticalPosition changed in hypothesis.Changed)
        {
            OptionValuation valuation = _valuer.Value(changed.Instrument);
            if (valuation.HasMark)
            {
                equity += Cash.NotionalUnits(valuation.MarkUnits, changed.NewQuantityUnits - changed.QuantityUnits)
                    - (changed.NewCostUnits - changed.CostUnits);
            }
        }

        Apply(hypothesis, 1);
        MarginFigures least = FiguresOf(_none, equity);
        if (_hasBuys || hypothesis.Rests(Side.Buy))
            least = Lesser(least, FiguresOf(_buys, equity));
        if (_hasSells || hypothesis.Rests(Side.Sell))
            least = Lesser(least, FiguresOf(_sells, equity));
        Apply(hypothesis, -1);
        return least;
    }

    /// <summary>The figures with the lesser excess; the first on a tie.</summary>
    private static MarginFigures Lesser(in MarginFigures first, in MarginFigures second) =>
        second.ExcessUnits < first.ExcessUnits ? second : first;

    /// <summary>
    /// Whether everything held or quoted in the hypothesis has a mark; what it closes and does not quote needs none.
    /// </summary>
    private bool HasMarks(MarginHypothesis hypothesis)
    {
        foreach (Instrument instrument in _unmarked)
        {
            if (!hypothesis.Closes(instrument) || IsQuoted(hypothesis.Wallet, instrument))
                return false;
        }

        foreach (ref readonly HypotheticalPosition changed in hypothesis.Changed)
        {
            if (changed.NewQuantityUnits != 0 && !_valuer.Value(changed.Instrument).HasMark)
                return false;
        }

        return hypothesis.RestingInstrument is not { } resting || _valuer.Value(resting).HasMark;
    }

    private bool IsQuoted(WalletAccount? wallet, Instrument instrument)
    {
        int slot = wallet is null ? -1 : _state.Positions.Find(wallet.Number, instrument.Number);
        return slot >= 0 && (_state.Positions[slot].OpenBuyUnits != 0 || _state.Positions[slot].OpenSellUnits != 0);
    }

    /// <summary>Equity and maintenance margin of positions and perpetuals alone; false where a mark is missing.</summary>
    public bool TryMaintenance(WalletAccount wallet, Int128 cashUnits, out Int128 equity, out Int128 maintenance)
    {
        equity = cashUnits;
        maintenance = 0;
        if (!TryHold(wallet, out Int128 value))
            return false;
        equity += value;
        Int128 initial = _held.InitialUnits(Scenarios, out _, out _);
        maintenance = Rounding.MultiplyDivide(initial, _held.MaintenancePpm(_state.Rules), PpmUnit * Cash.UnitsPerRoundedUnit)
            * Cash.UnitsPerRoundedUnit;
        return true;
    }

    /// <summary>The wallet's positions and perpetuals under the grid, or null where a mark is missing.</summary>
    public PortfolioTotals? Hold(WalletAccount wallet) => TryHold(wallet, out _) ? _held : null;

    private bool TryHold(WalletAccount wallet, out Int128 value)
    {
        _held.Clear();
        value = PerpValueUnits(wallet);
        if (!TryAddPerps(wallet, _held))
            return false;
        PositionTable positions = _state.Positions;
        for (int slot = wallet.FirstPosition; slot >= 0; slot = positions[slot].NextOfWallet)
        {
            ref PositionEntry entry = ref positions[slot];
            if (entry.QuantityUnits == 0)
                continue;
            Instrument instrument = _state.Markets[entry.Instrument]!;
            OptionValuation valuation = _valuer.Value(instrument);
            if (!valuation.HasMark)
                return false;
            value += Cash.NotionalUnits(valuation.MarkUnits, entry.QuantityUnits) - entry.CostUnits;
            Add(_held, instrument, valuation, entry.QuantityUnits);
        }

        return true;
    }

    private MarginFigures FiguresOf(PortfolioTotals totals, Int128 equity)
    {
        Int128 initial = totals.InitialUnits(Scenarios, out int worst, out Int128 scan);
        return new MarginFigures(true, equity, totals.LossUnits + initial, worst, scan);
    }

    /// <summary>Lays the hypothesis over the totals (sign 1) or takes it back (−1).</summary>
    private void Apply(MarginHypothesis hypothesis, int sign)
    {
        foreach (ref readonly HypotheticalPosition changed in hypothesis.Changed)
        {
            long units = sign * (changed.NewQuantityUnits - changed.QuantityUnits);
            OptionValuation valuation = _valuer.Value(changed.Instrument);
            if (!valuation.HasMark)
                continue;
            Add(_none, changed.Instrument, valuation, units);
            Add(_buys, changed.Instrument, valuation, units);
            Add(_sells, changed.Instrument, valuation, units);
        }

        if (hypothesis.RestingInstrument is not { } instrument)
            return;
        bool isBuy = hypothesis.RestingSide == Side.Buy;
        OptionValuation value = _valuer.Value(instrument);
        PortfolioTotals totals = isBuy ? _buys : _sells;
        Add(totals, instrument, value, sign * (isBuy ? hypothesis.RestingUnits : -hypothesis.RestingUnits));
        totals.LossUnits += sign * LossUnits(
            hypothesis.RestingSide, hypothesis.RestingPriceUnits, value.MarkUnits, hypothesis.RestingUnits);
    }

    private void AddOptions(WalletAccount wallet)
    {
        PositionTable positions = _state.Positions;
        for (int slot = wallet.FirstPosition; slot >= 0; slot = positions[slot].NextOfWallet)
        {
            ref PositionEntry entry = ref positions[slot];
            Instrument instrument = _state.Markets[entry.Instrument]!;
            OptionValuation valuation = _valuer.Value(instrument);
            if (!valuation.HasMark)
            {
                _unmarked.Add(instrument);
                continue;
            }

            _valueUnits += Cash.NotionalUnits(valuation.MarkUnits, entry.QuantityUnits) - entry.CostUnits;
            Add(_none, instrument, valuation, entry.QuantityUnits);
            Add(_buys, instrument, valuation, entry.QuantityUnits + entry.OpenBuyUnits);
            Add(_sells, instrument, valuation, entry.QuantityUnits - entry.OpenSellUnits);
            _hasBuys |= entry.OpenBuyUnits != 0;
            _hasSells |= entry.OpenSellUnits != 0;
        }
    }

    private void Add(PortfolioTotals totals, Instrument instrument, OptionValuation valuation, long units)
    {
        PortfolioBlock block = totals.BlockOf(instrument.Underlying);
        if (units != 0 && !valuation.IsPending)
            block.Add(instrument, _valuer.ScenarioMoves(instrument, valuation), units, _state.TimestampMs);
    }

    private bool TryAddPerps(WalletAccount wallet, PortfolioTotals totals)
    {
        for (WalletExposure? exposure = wallet.FirstExposure; exposure is not null; exposure = exposure.Next)
        {
            if (exposure.PerpUnits == 0)
                continue;
            if (!_valuer.HasCurrentIndex(exposure.Underlying))
                return false;
            totals.BlockOf(exposure.Underlying).AddPerp(exposure.PerpUnits);
        }

        return true;
    }

    /// <summary>Profit of the perpetuals since their entry.</summary>
    private static Int128 PerpValueUnits(WalletAccount wallet)
    {
        Int128 value = 0;
        for (WalletExposure? exposure = wallet.FirstExposure; exposure is not null; exposure = exposure.Next)
        {
            if (exposure.PerpUnits != 0)
            {
                value += Cash.NotionalUnits(
                    exposure.Underlying.IndexPriceUnits - exposure.PerpEntryUnits, exposure.PerpUnits);
            }
        }

        return value;
    }

    private void AddLosses(WalletAccount wallet)
    {
        OrderStore orders = _state.Orders.Store;
        for (int slot = wallet.FirstOrder; slot >= 0; slot = orders.Node(slot).NextOfWallet)
        {
            ref OrderNode node = ref orders.Node(slot);
            if (node.Level < 0)
                continue;
            long mark = _valuer.Value(_state.Markets[node.Instrument]!).MarkUnits;
            PortfolioTotals totals = node.Side == Side.Buy ? _buys : _sells;
            totals.LossUnits += LossUnits(node.Side, node.PriceUnits, mark, node.RemainingUnits);
        }
    }

    private static Int128 LossUnits(Side side, long priceUnits, long markUnits, long units)
    {
        long loss = side == Side.Buy ? priceUnits - markUnits : markUnits - priceUnits;
        return loss > 0 ? Cash.NotionalUnits(loss, units) : 0;
    }
}
