using Hypercall.Engine.Pricing;

namespace Hypercall.Engine.Modules.Margin;

/// <summary>
/// Values options at the engine's present: mark, last mark, greeks and scenario prices, each computed when first asked
/// for and kept while neither time nor the underlying's market moves, so that many orders of one instant, and other
/// underlyings' prices, cost no pricing. Asked by admission, margin, protection and liquidation.
/// </summary>
internal sealed class OptionValuer(EngineState state)
{
    /// <summary>A scenario leaves at least a tenth of the volatility.</summary>
    private const double LeastVolatilityFactor = 0.1;

    private readonly Numbered<OptionValuation?> _current = new();
    private readonly Numbered<OptionValuation?> _last = new();
    private readonly Numbered<ScenarioIndexes> _scenarioIndexes = new();
    private readonly Numbered<SteadyMarket> _steady = new();

    /// <summary>The index of an underlying under each scenario of its grid.</summary>
    private struct ScenarioIndexes
    {
        /// <summary>The underlying's index version that they were made at; 0 where they never were.</summary>
        public long IndexVersion;

        public double[]? Values;
    }

    /// <summary>A time in which nothing that options are priced by changes but the time to expiry.</summary>
    private struct SteadyMarket
    {
        /// <summary>Counts these times of an underlying.</summary>
        public long Version;

        /// <summary>The underlying's market version.</summary>
        public long MarketVersion;

        /// <summary>When it ends by time alone: an index price or a smile gets too old, or a smile expires.</summary>
        public long UntilMs;
    }

    /// <summary>What was last found out of an option's value now, however long ago.</summary>
    public OptionValuation Kept(Instrument instrument) => _current[instrument.Number] ??= new OptionValuation();

    /// <summary>Keeps nothing more of an option that leaves the state.</summary>
    public void Forget(Instrument instrument)
    {
        _current[instrument.Number] = null;
        _last[instrument.Number] = null;
    }

    /// <summary>True when there is an index price and it is not too old.</summary>
    public bool HasCurrentIndex(Underlying underlying)
    {
        long maxAge = state.Rules.MaxPriceAgeMs;
        return underlying.IndexPriceUnits > 0
            && (maxAge == 0 || state.TimestampMs - underlying.IndexTimeMs <= maxAge);
    }

    /// <summary>The option's value now; whether there is a mark is in it.</summary>
    public OptionValuation Value(Instrument instrument)
    {
        OptionValuation valuation = Kept(instrument);
        if (!TryStart(valuation, instrument))
            return valuation;
        if (valuation.IsPending)
            MarkPending(instrument, valuation);
        else if (HasCurrentIndex(instrument.Underlying))
            Mark(instrument, valuation, VolatilitySurface.Find(
                instrument.Underlying.Smiles, instrument.Parsed.Key, instrument.ExpiryMs, valuation.AtMs,
                state.Rules.MaxPriceAgeMs));
        return valuation;
    }

    /// <summary>False: it was made of just what there is now.</summary>
    private bool TryStart(OptionValuation valuation, Instrument instrument) => valuation.TryStart(
        state.TimestampMs,
        SteadyVersionOf(instrument.Underlying),
        instrument.Status == InstrumentStatus.ExpiredPendingPrice);

    /// <summary>
    /// The option's value now, or an earlier one since which index and volatilities have stood: a mark that can only
    /// have fallen, since with less time to expiry the total variance is less, at one volatility as between two
    /// expiries, and the price rises with it. What the arithmetic of doubles may differ by is left to the caller.
    /// </summary>
    public OptionValuation ValueAtMost(Instrument instrument)
    {
        OptionValuation kept = Kept(instrument);
        return kept.HasMark && kept.SteadyVersion == SteadyVersionOf(instrument.Underlying) ? kept : Value(instrument);
    }

    /// <summary>Which time it is in which an underlying's market stands still but for the time to expiry.</summary>
    private long SteadyVersionOf(Underlying underlying)
    {
        ref SteadyMarket steady = ref _steady[underlying.Number];
        if (steady.MarketVersion != underlying.MarketVersion || state.TimestampMs >= steady.UntilMs)
        {
            steady.Version++;
            steady.MarketVersion = underlying.MarketVersion;
            steady.UntilMs = SteadyUntilMs(underlying);
        }

        return steady.Version;
    }

    /// <summary>The next instant at which the age or expiry of a price or smile counts; the last: none.</summary>
    private long SteadyUntilMs(Underlying underlying)
    {
        long until = AgedAtMs(underlying.IndexTimeMs);
        foreach (VolatilitySmile smile in underlying.Smiles)
            until = Math.Min(until, Math.Min(Ahead(smile.ExpiryMs), AgedAtMs(smile.UpdatedAtMs)));
        return until;
    }

    private long AgedAtMs(long sinceMs) => state.Rules.MaxPriceAgeMs == 0
        ? long.MaxValue
        : Ahead(sinceMs + state.Rules.MaxPriceAgeMs + 1);

    private long Ahead(long atMs) => atMs > state.TimestampMs ? atMs : long.MaxValue;

    /// <summary>
    /// The option's value now where it has a mark, else at its last mark; without either it has no mark.
    /// </summary>
    public OptionValuation Best(Instrument instrument, out MarkQuality quality)
    {
        OptionValuation current = Value(instrument);
        if (current.HasMark)
        {
            quality = MarkQuality.Current;
            return current;
        }

        OptionValuation last = LastValue(instrument);
        quality = last.HasMark ? MarkQuality.Last : MarkQuality.Never;
        return last;
    }

    /// <summary>The value by the last index price and all lists however old.</summary>
    private OptionValuation LastValue(Instrument instrument)
    {
        OptionValuation valuation = _last[instrument.Number] ??= new OptionValuation();
        if (!TryStart(valuation, instrument))
            return valuation;
        Underlying underlying = instrument.Underlying;
        ContractKey contract = instrument.Parsed.Key;
        valuation.IndexUnits = underlying.IndexPriceUnits > 0 ? underlying.IndexPriceUnits : contract.Strike.Units;
        if (underlying.IndexPriceUnits > 0 && !valuation.IsPending)
        {
            Mark(
                instrument, valuation,
                VolatilitySurface.FindLast(underlying.Smiles, contract, instrument.ExpiryMs, valuation.AtMs));
        }

        return valuation;
    }

    /// <summary>The greeks of one contract now, or null.</summary>
    public FillGreeks? GreeksOf(Instrument instrument)
    {
        OptionValuation valuation = Value(instrument);
        if (valuation.HasGreeks)
            return valuation.Greeks;
        valuation.HasGreeks = true;
        valuation.Greeks = null;
        ContractKey contract = instrument.Parsed.Key;
        bool known = FillGreeks.TryCompute(
            contract.Type, valuation.IndexUnits, contract.Strike.Units, valuation.Volatility, instrument.ExpiryMs,
            state.TimestampMs, out FillGreeks greeks);
        if (valuation.HasMark && !valuation.IsPending && known)
            valuation.Greeks = greeks;
        return valuation.Greeks;
    }

    /// <summary>
    /// What one contract gains under each scenario of its underlying's grid; call only where there is a mark and the
    /// option has not expired.
    /// </summary>
    public ReadOnlySpan<double> ScenarioMoves(Instrument instrument, OptionValuation valuation)
    {
        ReadOnlySpan<MarginScenario> grid = instrument.Underlying.Rules.Portfolio.Scenarios.AsSpan();
        if (!valuation.HasScenarios)
        {
            if (valuation.ScenarioMoves.Length < grid.Length)
                valuation.ScenarioMoves = new double[grid.Length];
            PriceScenarios(instrument, valuation, grid);
            valuation.HasScenarios = true;
        }

        return valuation.ScenarioMoves.AsSpan(0, grid.Length);
    }

    /// <summary>
    /// Prices at the moved indexes and volatilities, less the mark; what the model cannot price is worth its intrinsic
    /// value. What all scenarios of an option share is converted once.
    /// </summary>
    private void PriceScenarios(Instrument instrument, OptionValuation valuation, ReadOnlySpan<MarginScenario> grid)
    {
        ContractKey contract = instrument.Parsed.Key;
        ReadOnlySpan<double> indexes = ScenarioIndexesOf(instrument.Underlying, grid);
        double strike = DecimalUnits.ToDouble(contract.Strike.Units);
        double years = BlackScholes.YearsUntil(instrument.ExpiryMs, state.TimestampMs);
        double tenor = (double)VolatilityTenor.FactorPpm(
            instrument.Underlying.Rules.Portfolio.VolTenor, instrument.ExpiryMs - state.TimestampMs)
            / Rounding.PpmUnit;
        for (int i = 0; i < grid.Length; i++)
        {
            double factor = 1 + (double)grid[i].VolPpm / Rounding.PpmUnit * tenor;
            double least = factor < LeastVolatilityFactor ? LeastVolatilityFactor : factor;
            double volatility = valuation.Volatility * least;
            bool isPriced = BlackScholes.TryPrice(
                contract.Type, indexes[i], strike, years, volatility, out double price);
            double difference = indexes[i] - strike;
            double intrinsic = Math.Max(0, contract.Type == OptionType.Call ? difference : -difference);
            valuation.ScenarioMoves[i] = (isPriced ? price : intrinsic) - valuation.ExactMark;
        }
    }

    /// <summary>
    /// The index under each scenario of an underlying's grid, not rounded (risk.md §A4), made once for an index price.
    /// </summary>
    private ReadOnlySpan<double> ScenarioIndexesOf(Underlying underlying, ReadOnlySpan<MarginScenario> grid)
    {
        ref ScenarioIndexes kept = ref _scenarioIndexes[underlying.Number];
        if (kept.IndexVersion != underlying.IndexVersion)
        {
            if (kept.Values?.Length != grid.Length)
                kept.Values = new double[grid.Length];
            double index = DecimalUnits.ToDouble(underlying.IndexPriceUnits);
            for (int i = 0; i < grid.Length; i++)
                kept.Values[i] = index * (1 + (double)grid[i].SpotPpm / Rounding.PpmUnit);

            kept.IndexVersion = underlying.IndexVersion;
        }

        return kept.Values;
    }

    /// <summary>
    /// Marks an option that has not expired at the last index price; without a volatility there is no mark.
    /// </summary>
    private void Mark(Instrument instrument, OptionValuation valuation, double? volatility)
    {
        ContractKey contract = instrument.Parsed.Key;
        valuation.IndexUnits = instrument.Underlying.IndexPriceUnits;
        if (volatility is not { } found)
            return;
        valuation.Volatility = found;
        valuation.HasMark = BlackScholes.TryPrice(
            contract.Type, DecimalUnits.ToDouble(valuation.IndexUnits), DecimalUnits.ToDouble(contract.Strike.Units),
            BlackScholes.YearsUntil(instrument.ExpiryMs, state.TimestampMs), found, out double mark);
        valuation.ExactMark = mark;
        valuation.MarkUnits = valuation.HasMark ? DecimalUnits.FromDouble(mark) : 0;
    }

    /// <summary>Intrinsic value at the average, else at the last index price however old (risk.md §A5).</summary>
    private static void MarkPending(Instrument instrument, OptionValuation valuation)
    {
        long price = instrument.TwapUnits != 0 ? instrument.TwapUnits : instrument.Underlying.IndexPriceUnits;
        valuation.IndexUnits = price;
        valuation.HasMark = price != 0;
        valuation.MarkUnits = price != 0 ? IntrinsicUnits(instrument.Parsed.Key, price) : 0;
    }

    /// <summary>Value at expiry at a price of the underlying, in units of 1e-8 USDC.</summary>
    public static long IntrinsicUnits(in ContractKey contract, long indexUnits)
    {
        long difference = indexUnits - contract.Strike.Units;
        return Math.Max(0, contract.Type == OptionType.Call ? difference : -difference);
    }
}
