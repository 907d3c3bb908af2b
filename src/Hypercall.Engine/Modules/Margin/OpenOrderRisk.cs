using Hypercall.Engine.Modules.Fees;
using Hypercall.Engine.Pricing;

namespace Hypercall.Engine.Modules.Margin;

/// <summary>A change of an open order's remainder that <see cref="OpenOrderRisk"/> has yet to take in.</summary>
internal readonly record struct OpenOrderChange(
    Instrument Instrument, Side Side, long PriceUnits, long BeforeUnits, long AfterUnits);

/// <summary>
/// What a wallet's open orders on one underlying may cost (risk.md §A4): under each scenario the sum of what each would
/// lose by being filled, a gain of none paying for another, and what they would lose against the marks. Kept while
/// neither time nor market moves: orders that come and go are added and taken back, so that an admission costs the
/// order alone. Derived; the whole-state invariants make it anew and compare.
/// </summary>
internal sealed class OpenOrderRisk
{
    private const double PpmUnit = Rounding.PpmUnit;
    private const double UnitsPerContract = Quantity.UnitsPerContract;

    /// <summary>Changes that are worth remembering; after more the orders are summed anew.</summary>
    private const int MaxChanges = 64;

    private readonly List<OpenOrderChange> _changes = [];
    private Int128[] _losses = [];
    private long _atMs = -1;
    private long _marketVersion;

    /// <summary>Σ min(0, c) under each scenario, zero or less.</summary>
    public ReadOnlySpan<Int128> Losses => _losses;

    /// <summary>Σ of fees and of losses against the marks, zero or more.</summary>
    public Int128 LostUnits { get; private set; }

    /// <summary>What an order filled at its limit loses against the mark, the fee included; zero or more.</summary>
    public static Int128 LossUnits(
        Underlying underlying, OptionValuation valuation, long signedUnits, long priceUnits)
    {
        Int128 fee = FeeService.LimitFeeUnits(underlying, priceUnits, Math.Abs(signedUnits));
        return fee - Int128.Min(0, Cash.NotionalUnits(valuation.MarkUnits - priceUnits, signedUnits));
    }

    /// <summary>What an order gains under a scenario: weight × quantity × move, rounded to 8 decimals.</summary>
    public static Int128 MovedUnits(in MarginScenario scenario, long signedUnits, double move) =>
        DecimalUnits.ToCashUnits(scenario.WeightPpm / PpmUnit * (signedUnits / UnitsPerContract) * move);

    /// <summary>Remembers that an order's remainder has changed.</summary>
    public void Note(Instrument instrument, in OrderNode order, long beforeUnits, long afterUnits)
    {
        if (_atMs < 0)
            return;
        if (_changes.Count == MaxChanges)
            _atMs = -1;
        else
            _changes.Add(new OpenOrderChange(instrument, order.Side, order.PriceUnits, beforeUnits, afterUnits));
    }

    /// <summary>Brings the sums up to the engine's present.</summary>
    public void Refresh(EngineState state, OptionValuer valuer, WalletAccount wallet, Underlying underlying)
    {
        if (_atMs != state.TimestampMs || _marketVersion != underlying.MarketVersion)
        {
            Sum(state, valuer, wallet, underlying);
            return;
        }

        foreach (OpenOrderChange change in _changes)
        {
            Add(valuer, change.Instrument, change.Side, change.PriceUnits, change.BeforeUnits, -1);
            Add(valuer, change.Instrument, change.Side, change.PriceUnits, change.AfterUnits, 1);
        }

        _changes.Clear();
    }

    /// <summary>True when another's sums are the same.</summary>
    public bool Equals(OpenOrderRisk other) => LostUnits == other.LostUnits && Losses.SequenceEqual(other.Losses);

    private void Sum(EngineState state, OptionValuer valuer, WalletAccount wallet, Underlying underlying)
    {
        int scenarios = underlying.Rules.Portfolio.Scenarios.Length;
        if (_losses.Length != scenarios)
            _losses = new Int128[scenarios];
        Array.Clear(_losses);
        _changes.Clear();
        LostUnits = 0;
        _atMs = state.TimestampMs;
        _marketVersion = underlying.MarketVersion;
        OrderStore orders = state.Orders.Store;
        for (int slot = wallet.FirstOrder; slot >= 0; slot = orders.Node(slot).NextOfWallet)
        {
            ref readonly OrderNode node = ref orders.Node(slot);
            Instrument instrument = state.Markets[node.Instrument]!;
            if (node.Level >= 0 && instrument.Underlying == underlying)
                Add(valuer, instrument, node.Side, node.PriceUnits, node.RemainingUnits, 1);
        }
    }

    private void Add(OptionValuer valuer, Instrument instrument, Side side, long priceUnits, long units, int sign)
    {
        if (units == 0)
            return;
        OptionValuation valuation = valuer.Best(instrument, out _);
        long signed = Sides.Signed(side, units);
        Int128 lost = LossUnits(instrument.Underlying, valuation, signed, priceUnits);
        LostUnits += sign * lost;
        if (valuation.IsPending)
            return;
        ReadOnlySpan<MarginScenario> grid = instrument.Underlying.Rules.Portfolio.Scenarios.AsSpan();
        ReadOnlySpan<double> moves = valuation.HasMark ? valuer.ScenarioMoves(instrument, valuation) : default;
        for (int i = 0; i < grid.Length; i++)
        {
            Int128 outcome = (moves.IsEmpty ? 0 : MovedUnits(grid[i], signed, moves[i])) - lost;
            if (outcome < 0)
                _losses[i] += sign < 0 ? -outcome : outcome;
        }
    }
}
