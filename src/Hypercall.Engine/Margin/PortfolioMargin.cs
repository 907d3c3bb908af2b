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
    private readonly PortfolioTotals _buys = new();
    private readonly PortfolioTotals _sells = new();
    private readonly PortfolioTotals _held = new();
    private Int128 _valueUnits;
    private bool _isComplete;

    public PortfolioMargin(EngineState state, OptionValuer valuer)
    {
        _state = state;
        _valuer = valuer;
    }

    private int Scenarios => _state.Rules.Portfolio.Scenarios.Length;

    /// <summary>
    /// Sums up what the hypothesis's wallet has now, if there is one. A position that the hypothesis closes already, as
    /// a withdrawal of all of it does, needs no mark; then only that hypothesis may be computed.
    /// </summary>
    public void Prepare(MarginHypothesis hypothesis)
    {
        WalletAccount? wallet = hypothesis.Wallet;
        _buys.Clear();
        _sells.Clear();
        _valueUnits = 0;
        _isComplete = wallet is null
            || (TryAddPerps(wallet, _buys) && TryAddPerps(wallet, _sells) && TryAddOptions(wallet, hypothesis));
        if (_isComplete && wallet is { OpenOrders: > 0 })
            AddLosses(wallet);
    }

    /// <summary>Margin in a hypothesis about the wallet that was prepared.</summary>
    public MarginFigures Compute(MarginHypothesis hypothesis)
    {
        if (!_isComplete)
            return MarginFigures.Incomplete;
        Int128 equity = hypothesis.CashUnits + _valueUnits;
        foreach (ref readonly HypotheticalPosition changed in hypothesis.Changed)
        {
            OptionValuation valuation = _valuer.Value(changed.Instrument);
            if (!valuation.HasMark && changed.NewQuantityUnits == 0)
                continue; // Closed, and Prepare has left it out: nothing of it counts.
            if (!valuation.HasMark)
                return MarginFigures.Incomplete;
            equity += Cash.NotionalUnits(valuation.MarkUnits, changed.NewQuantityUnits - changed.QuantityUnits)
                - (changed.NewCostUnits - changed.CostUnits);
        }

        if (hypothesis.RestingInstrument is { } instrument && !_valuer.Value(instrument).HasMark)
            return MarginFigures.Incomplete;
        Apply(hypothesis, 1);
        MarginFigures buys = FiguresOf(_buys, equity);
        MarginFigures sells = FiguresOf(_sells, equity);
        Apply(hypothesis, -1);
        return sells.ExcessUnits < buys.ExcessUnits ? sells : buys;
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

    private bool TryAddOptions(WalletAccount wallet, MarginHypothesis hypothesis)
    {
        _valueUnits = PerpValueUnits(wallet);
        PositionTable positions = _state.Positions;
        for (int slot = wallet.FirstPosition; slot >= 0; slot = positions[slot].NextOfWallet)
        {
            ref PositionEntry entry = ref positions[slot];
            Instrument instrument = _state.Markets[entry.Instrument]!;
            OptionValuation valuation = _valuer.Value(instrument);
            if (!valuation.HasMark && entry.OpenBuyUnits == 0 && entry.OpenSellUnits == 0 && hypothesis.Closes(instrument))
                continue;
            if (!valuation.HasMark)
                return false;
            _valueUnits += Cash.NotionalUnits(valuation.MarkUnits, entry.QuantityUnits) - entry.CostUnits;
            Add(_buys, instrument, valuation, entry.QuantityUnits + entry.OpenBuyUnits);
            Add(_sells, instrument, valuation, entry.QuantityUnits - entry.OpenSellUnits);
        }

        return true;
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
