using Hypercall.Engine.Pricing;

namespace Hypercall.Engine.Modules.Margin;

/// <summary>What one underlying asks of a portfolio.</summary>
/// <param name="Units">The requirement, at 8 decimals.</param>
/// <param name="WorstScenario">Place of the first scenario that loses most, or -1 when none loses.</param>
/// <param name="ScanUnits">What it loses, weighted.</param>
internal readonly record struct BlockRequirement(Int128 Units, int WorstScenario, Int128 ScanUnits);

/// <summary>
/// A wallet's options and perpetual on one underlying under the scenario grid (risk.md §A4), and what its open orders
/// there may cost. Kept with the wallet's exposure while neither time, market nor quantities move; a hypothesis about
/// positions is laid over a copy. Derived; the whole-state invariants make it anew and compare.
/// </summary>
internal sealed class PortfolioBlock(EngineState state, OptionValuer valuer, Underlying underlying)
{
    private const double PpmUnit = Rounding.PpmUnit;
    private const double UnitsPerContract = Quantity.UnitsPerContract;
    private static readonly OpenOrderRisk NoOrders = new();

    private readonly PortfolioLegs _legs = new(state, valuer);
    private readonly ShortCover _cover = new();
    private double[] _sums = [];
    private Int128[] _weighted = [];
    private long _perpUnits;
    private long _perpEntryUnits;
    private long _atMs = -1;
    private long _marketVersion;

    public Underlying Underlying { get; private set; } = underlying;

    /// <summary>What the wallet's open orders on the underlying may cost.</summary>
    public OpenOrderRisk Orders { get; private set; } = new();

    /// <summary>Σ (mark × quantity − cost) of the options.</summary>
    public Int128 ValueUnits { get; private set; }

    /// <summary>Weighted profit of options and perpetual under each scenario, at 8 decimals.</summary>
    public ReadOnlySpan<Int128> Weighted => _weighted;

    /// <summary>Floor of what was asked for last.</summary>
    public Int128 FloorUnits => _cover.Floor.WholeUnits;

    /// <summary>Gamma of what was asked for last.</summary>
    public Int128 GammaUnits => _cover.Gamma.WholeUnits;

    /// <summary>True when nothing is held or quoted.</summary>
    public bool IsEmpty => _legs.Count == 0 && _perpUnits == 0;

    /// <summary>True when it was brought up to date at this instant and market.</summary>
    public bool IsCurrent => _atMs == state.TimestampMs && _marketVersion == Underlying.MarketVersion;

    private ReadOnlySpan<MarginScenario> Grid => Underlying.Rules.Portfolio.Scenarios.AsSpan();

    /// <summary>Brings options and perpetual up to the engine's present.</summary>
    public void Refresh(WalletExposure exposure)
    {
        bool moved = _legs.Gather(exposure.Wallet, Underlying) || exposure.PerpUnits != _perpUnits;
        _perpUnits = exposure.PerpUnits;
        _perpEntryUnits = exposure.PerpEntryUnits;
        if (moved || !IsCurrent)
            Value();
        _atMs = state.TimestampMs;
        _marketVersion = Underlying.MarketVersion;
    }

    /// <summary>Brings the orders up to the engine's present.</summary>
    public void RefreshOrders(WalletExposure exposure) =>
        Orders.Refresh(state, valuer, exposure.Wallet, Underlying);

    /// <summary>
    /// Becomes another's copy with the positions that a hypothesis supposes, and its further order's option.
    /// </summary>
    /// <param name="source">Up to date; null: nothing is held or quoted.</param>
    public void Suppose(PortfolioBlock? source, Underlying underlying, MarginHypothesis hypothesis)
    {
        Underlying = underlying;
        _perpUnits = source?._perpUnits ?? 0;
        _perpEntryUnits = source?._perpEntryUnits ?? 0;
        Orders = source?.Orders ?? NoOrders;
        _legs.Suppose(source?._legs, underlying, hypothesis);
        Value();
    }

    /// <summary>Whether an option is held or quoted.</summary>
    public bool Has(Instrument instrument) => _legs.Find(instrument) >= 0;

    /// <summary>The worst mark that the options held or quoted need, and the index where a perpetual is held.</summary>
    public MarkQuality Marks(Instrument? resting, bool withPerp)
    {
        MarkQuality marks = MarksOf(withPerp, withQuoted: true);
        if (resting is null)
            return marks;
        valuer.Best(resting, out MarkQuality quality);
        return MarkQualities.Worse(marks, quality);
    }

    /// <summary>The worst mark of what is held, quoted options left out.</summary>
    public MarkQuality MarksOfHeld() => MarksOf(withPerp: true, withQuoted: false);

    private MarkQuality MarksOf(bool withPerp, bool withQuoted)
    {
        MarkQuality marks = withPerp && _perpUnits != 0 ? IndexQuality() : MarkQuality.Current;
        for (int i = 0; i < _legs.Count; i++)
        {
            if (_legs[i].QuantityUnits != 0 || (withQuoted && _legs.IsQuoted(i)))
                marks = MarkQualities.Worse(marks, _legs[i].Marks);
        }

        return marks;
    }

    /// <summary>What the underlying asks for, open orders included.</summary>
    /// <param name="resting">Option of a further order on this underlying; null: none.</param>
    /// <param name="signedUnits">Its contracts, positive for a buy.</param>
    public BlockRequirement Require(Instrument? resting, long signedUnits, long priceUnits)
    {
        Int128 lost = 0;
        ReadOnlySpan<double> moves = default;
        if (resting is not null)
        {
            OptionValuation valuation = valuer.Best(resting, out _);
            lost = OpenOrderRisk.LossUnits(Underlying, valuation, signedUnits, priceUnits);
            if (valuation.HasMark)
                moves = valuer.ScenarioMoves(resting, valuation);
        }

        Int128 scan = Scan(Orders.Losses, moves, signedUnits, lost, out int worst);
        _cover.Measure(
            Underlying.Rules.Portfolio, _legs, _legs.Sold(resting, Math.Max(0, -signedUnits)), state.TimestampMs);
        return Sum(scan, worst, Orders.LostUnits + lost);
    }

    /// <summary>What the underlying asks for without any order.</summary>
    public BlockRequirement RequireHeld()
    {
        Int128 scan = Scan(default, default, 0, 0, out int worst);
        _cover.Measure(Underlying.Rules.Portfolio, _legs, default, state.TimestampMs);
        return Sum(scan, worst, 0);
    }

    /// <summary>
    /// Profit of the perpetual since its entry that counts: a gain in part or not at all, a loss whole. Without an
    /// index price there is none.
    /// </summary>
    public Int128 PerpValueUnits(bool ignoresProfit)
    {
        if (_perpUnits == 0 || Underlying.IndexPriceUnits == 0)
            return 0;
        Int128 profit = Cash.NotionalUnits(Underlying.IndexPriceUnits - _perpEntryUnits, _perpUnits);
        if (profit <= 0)
            return profit;
        return ignoresProfit
            ? 0
            : Rounding.PpmToEightDecimals(profit * Underlying.Rules.Portfolio.PerpProfitPpm);
    }

    /// <summary>Profit under a scenario without its weight, as people read it.</summary>
    public Int128 PnlUnits(int scenario)
    {
        double sum = 0;
        for (int i = 0; i < _legs.Count; i++)
        {
            if (_legs[i].Moves)
                sum += Contracts(_legs[i].QuantityUnits) * MovesOf(_legs[i])[scenario];
        }

        return DecimalUnits.ToCashUnits(sum + Contracts(_perpUnits) * IndexMove(Grid[scenario]));
    }

    /// <summary>What is held under each scenario by itself, options in the order of symbols, then the
    /// perpetual.</summary>
    public List<RiskLegView> ViewLegs()
    {
        var views = new List<RiskLegView>(_legs.Count + 1);
        for (int i = 0; i < _legs.Count; i++)
        {
            PortfolioLeg leg = _legs[i];
            if (leg.QuantityUnits == 0)
                continue;
            views.Add(new RiskLegView(
                leg.Instrument.Symbol,
                new Quantity(leg.QuantityUnits),
                new Cash(Cash.NotionalUnits(leg.MarkUnits, leg.QuantityUnits)),
                ViewPnls(scenario => leg.Moves ? Contracts(leg.QuantityUnits) * MovesOf(leg)[scenario] : 0)));
        }

        if (_perpUnits != 0)
        {
            views.Add(new RiskLegView(
                ParsedInstrument.PerpSymbol(Underlying.Name),
                new Quantity(_perpUnits),
                new Cash(Underlying.IndexPriceUnits == 0
                    ? 0
                    : Cash.NotionalUnits(Underlying.IndexPriceUnits - _perpEntryUnits, _perpUnits)),
                ViewPnls(scenario => Contracts(_perpUnits) * IndexMove(Grid[scenario]))));
        }

        return views;
    }

    private Cash[] ViewPnls(Func<int, double> pnl)
    {
        var pnls = new Cash[Grid.Length];
        for (int i = 0; i < pnls.Length; i++)
            pnls[i] = new Cash(DecimalUnits.ToCashUnits(pnl(i)));
        return pnls;
    }

    /// <summary>True when another's figures are the same.</summary>
    public bool Equals(PortfolioBlock other) =>
        ValueUnits == other.ValueUnits && Weighted.SequenceEqual(other.Weighted) && Orders.Equals(other.Orders);

    private static double Contracts(long units) => units / UnitsPerContract;

    private ReadOnlySpan<double> MovesOf(in PortfolioLeg leg) => valuer.ScenarioMoves(leg.Instrument, leg.Valuation);

    private double IndexMove(in MarginScenario scenario) =>
        DecimalUnits.ToDouble(Underlying.IndexPriceUnits) * (scenario.SpotPpm / PpmUnit);

    private MarkQuality IndexQuality()
    {
        if (valuer.HasCurrentIndex(Underlying))
            return MarkQuality.Current;
        return Underlying.IndexPriceUnits > 0 ? MarkQuality.Last : MarkQuality.Never;
    }

    private BlockRequirement Sum(Int128 scan, int worst, Int128 lost)
    {
        FineCash sum = _cover.Floor;
        sum.Add(lost);
        sum.RaiseTo(scan);
        sum.Add(_cover.Gamma);
        return new BlockRequirement(sum.RoundedUnits(), worst, scan);
    }

    /// <summary>What the worst scenario loses, orders included; the first of equals.</summary>
    private Int128 Scan(
        ReadOnlySpan<Int128> orderLosses, ReadOnlySpan<double> moves, long signedUnits, Int128 lost, out int worst)
    {
        ReadOnlySpan<MarginScenario> grid = Grid;
        Int128 least = 0;
        worst = -1;
        for (int i = 0; i < grid.Length; i++)
        {
            Int128 outcome = _weighted[i];
            if (!orderLosses.IsEmpty)
                outcome += orderLosses[i];
            if (!moves.IsEmpty)
                outcome += Int128.Min(0, OpenOrderRisk.MovedUnits(grid[i], signedUnits, moves[i]) - lost);
            if (outcome >= least)
                continue;
            least = outcome;
            worst = i;
        }

        return -least;
    }

    /// <summary>Marks the options and sums up what they and the perpetual gain, in the order of symbols.</summary>
    private void Value()
    {
        ReadOnlySpan<MarginScenario> grid = Grid;
        if (_weighted.Length != grid.Length)
        {
            _weighted = new Int128[grid.Length];
            _sums = new double[grid.Length];
        }

        Span<double> weights = stackalloc double[grid.Length];
        for (int i = 0; i < grid.Length; i++)
            weights[i] = grid[i].WeightPpm / PpmUnit;
        Array.Clear(_sums);
        ValueUnits = 0;
        for (int i = 0; i < _legs.Count; i++)
        {
            ref PortfolioLeg leg = ref _legs[i];
            leg.Valuation = valuer.Best(leg.Instrument, out leg.Marks);
            ValueUnits += Cash.NotionalUnits(leg.MarkUnits, leg.QuantityUnits) - leg.CostUnits;
            if (leg.Moves)
                AddMoves(weights, MovesOf(leg), Contracts(leg.QuantityUnits));
        }

        for (int i = 0; i < grid.Length; i++)
        {
            if (_perpUnits != 0)
                _sums[i] += weights[i] * Contracts(_perpUnits) * IndexMove(grid[i]);
            _weighted[i] = DecimalUnits.ToCashUnits(_sums[i]);
        }
    }

    private void AddMoves(ReadOnlySpan<double> weights, ReadOnlySpan<double> moves, double contracts)
    {
        Span<double> sums = _sums;
        for (int i = 0; i < weights.Length; i++)
            sums[i] += weights[i] * contracts * moves[i];
    }
}
