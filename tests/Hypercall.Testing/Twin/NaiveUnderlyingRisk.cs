using Hypercall.Engine.Pricing;

namespace Hypercall.Testing.Twin;

/// <summary>
/// What portfolio margin asks for one underlying: scan, floor, lost, gamma (risk.md A4). What several of its questions
/// need is worked out once.
/// </summary>
/// <param name="state">Rules and time.</param>
/// <param name="underlying">The underlying.</param>
/// <param name="holdings">Options that are held or quoted, in order of symbol.</param>
/// <param name="orders">Open orders.</param>
/// <param name="perpSize">The perpetual.</param>
/// <param name="perpIndex">Index price that moves it.</param>
internal sealed class NaiveUnderlyingRisk(
    NaiveState state,
    string underlying,
    IReadOnlyList<NaiveHolding> holdings,
    IReadOnlyList<NaiveQuote> orders,
    BigInteger perpSize,
    BigInteger perpIndex)
{
    private const long HourMs = 3_600_000;

    private readonly NaivePricing _pricing = new(state);
    private readonly NaiveFees _fees = new(state);
    private readonly PortfolioMarginRules _rules = new NaiveRules(state.Rules, underlying).Portfolio;
    private readonly Dictionary<NaiveInstrument, double[]> _moves = [];
    private List<BigInteger>? _lost;
    private (BigInteger Loss, string? Scenario)? _worst;

    public string Underlying => underlying;

    public BigInteger Requirement()
    {
        (BigInteger floor, BigInteger gamma) = new NaivePairing(_rules, IsNearExpiry).Charges(Live());
        BigInteger atLeast = floor + Lost() * NaiveMath.PartsPerMillion;
        BigInteger scan = Scan().Loss * NaiveMath.PartsPerMillion;
        return NaiveMath.EightDecimals(BigInteger.Max(scan, atLeast) + gamma, NaiveMath.PartsPerMillion);
    }

    /// <summary>The first of the scenarios that lose most; null where none loses.</summary>
    public string? Worst() => Scan().Scenario;

    private (BigInteger Loss, string? Scenario) Scan() => _worst ??= FindWorst();

    private (BigInteger Loss, string? Scenario) FindWorst()
    {
        (BigInteger Loss, string? Scenario) worst = (0, null);
        for (int i = 0; i < _rules.Scenarios.Length; i++)
        {
            BigInteger loss = -(Positions(i) + Orders(i));
            if (loss > worst.Loss)
                worst = (loss, _rules.Scenarios[i].Id);
        }

        return worst;
    }

    /// <summary>What options and perpetual gain, weighted, rounded once.</summary>
    private BigInteger Positions(int place)
    {
        MarginScenario scenario = _rules.Scenarios[place];
        double sum = 0;
        foreach (NaiveHolding held in holdings.Where(h => !h.Size.IsZero))
            sum += Weighted(held.Size, scenario) * Moves(held.Value)[place];
        double index = DecimalUnits.ToDouble((long)perpIndex);
        sum += Weighted(perpSize, scenario) * (index * (scenario.SpotPpm / 1e6));
        return NaiveMath.EightDecimals(sum);
    }

    private BigInteger Orders(int place)
    {
        BigInteger sum = 0;
        foreach ((NaiveQuote order, BigInteger lost) in orders.Zip(LostByOrders()))
        {
            double moved = Weighted(order.SignedSize, _rules.Scenarios[place]) * Moves(ValueOf(order))[place];
            sum += BigInteger.Min(0, NaiveMath.EightDecimals(moved) - lost);
        }

        return sum;
    }

    private BigInteger Lost()
    {
        BigInteger sum = 0;
        foreach (BigInteger lost in LostByOrders())
            sum += lost;
        return sum;
    }

    private List<BigInteger> LostByOrders() => _lost ??= [.. orders.Select(Lost)];

    /// <summary>What the order costs against the mark when it fills at its limit, fee included; a gain counts as none.</summary>
    private BigInteger Lost(NaiveQuote order) =>
        _fees.OfOrder(order.Symbol, order.Price, order.Remaining)
        - BigInteger.Min(0, order.SignedSize * (ValueOf(order).MarkOfOrders - order.Price));

    /// <summary>What one contract gains under each scenario.</summary>
    private double[] Moves(NaiveValue value)
    {
        if (!_moves.TryGetValue(value.Instrument, out double[]? moves))
            _moves.Add(value.Instrument, moves = [.. _rules.Scenarios.Select(scenario => Move(value, scenario))]);
        return moves;
    }

    private double Move(NaiveValue value, MarginScenario scenario)
    {
        if (value.Volatility is not double volatility)
            return 0;
        double moved = DecimalUnits.ToDouble((long)value.Index) * (1 + scenario.SpotPpm / 1e6);
        double shifted = volatility * VolatilityFactor(value.Instrument, scenario);
        double? price = _pricing.Price(value.Instrument, moved, shifted);
        return (price ?? Intrinsic(value.Instrument, moved)) - value.Exact;
    }

    private static double Intrinsic(NaiveInstrument instrument, double index)
    {
        double over = index - DecimalUnits.ToDouble(instrument.Key.Strike.Units);
        return Math.Max(0, instrument.Key.Type == OptionType.Call ? over : -over);
    }

    private double VolatilityFactor(NaiveInstrument instrument, MarginScenario scenario)
    {
        long factorPpm = NaiveTenor.FactorPpm(_rules.VolTenor, instrument.Expiry - state.Now);
        return Math.Max(0.1, 1 + scenario.VolPpm / 1e6 * (factorPpm / 1e6));
    }

    private IEnumerable<NaiveHolding> Live() => holdings.Where(h => !h.Instrument.IsPending);

    private bool IsNearExpiry(NaiveInstrument instrument) =>
        instrument.Expiry - state.Now <= _rules.GammaHours * HourMs;

    private NaiveValue ValueOf(NaiveQuote order) => holdings.First(h => h.Symbol == order.Symbol).Value;

    private static double Weighted(BigInteger size, MarginScenario scenario) =>
        scenario.WeightPpm / 1e6 * ((double)size / (double)NaiveMath.QuantityPerContract);
}
