using Hypercall.Engine.Pricing;

namespace Hypercall.Testing.Twin;

/// <summary>
/// Index prices, volatilities, marks and greeks as the state has them now, found anew on every question. Formulas of
/// Black-Scholes and of the surface are the engine's: they have a reference table of their own.
/// </summary>
internal sealed class NaivePricing(NaiveState state)
{
    /// <summary>The index price, unless it is too old.</summary>
    public BigInteger? Index(string underlying)
    {
        if (!state.Indexes.TryGetValue(underlying, out (long Price, long Time) index))
            return null;
        long maxAge = state.Rules.MaxPriceAgeMs;
        return maxAge != 0 && state.Now - index.Time > maxAge ? null : index.Price;
    }

    /// <summary>The last index price however old.</summary>
    public BigInteger? LastIndex(string underlying) =>
        state.Indexes.TryGetValue(underlying, out (long Price, long Time) index) ? index.Price : null;

    public double? Volatility(NaiveInstrument instrument) =>
        Volatility(instrument, Smiles(instrument.Underlying), state.Rules.MaxPriceAgeMs);

    /// <summary>All lists however old; where every one has passed its expiry, the one that did so last.</summary>
    public double? LastVolatility(NaiveInstrument instrument)
    {
        List<VolatilitySmile> smiles = Smiles(instrument.Underlying);
        if (smiles.Count > 0 && smiles.TrueForAll(s => s.ExpiryMs <= state.Now))
            smiles = [smiles.MaxBy(s => s.ExpiryMs)! with { ExpiryMs = long.MaxValue }];
        return Volatility(instrument, smiles, maxAge: 0);
    }

    public BigInteger? Mark(string symbol) => Mark(state.Instrument(symbol)!);

    /// <summary>The current mark.</summary>
    public BigInteger? Mark(NaiveInstrument instrument) => Value(instrument, NaiveMarks.Current)?.Mark;

    /// <summary>The value by current marks, or by current ones and else by last ones.</summary>
    public NaiveValue? Value(NaiveInstrument instrument, NaiveMarks marks)
    {
        if (instrument.IsPending)
            return Awaiting(instrument);
        NaiveValue? current = Formula(instrument, Index(instrument.Underlying), Volatility(instrument));
        return current is null && marks != NaiveMarks.Current
            ? Formula(instrument, LastIndex(instrument.Underlying), LastVolatility(instrument))
            : current;
    }

    /// <summary>The value of what a wallet holds; for maintenance there always is one.</summary>
    public NaiveValue? Value(NaivePosition position, NaiveMarks marks)
    {
        NaiveInstrument instrument = state.Instrument(position.Symbol)!;
        NaiveValue? known = Value(instrument, marks);
        if (known is not null || marks != NaiveMarks.Maintenance)
            return known;
        BigInteger index = LastIndex(instrument.Underlying) ?? instrument.Key.Strike.Units;
        return new NaiveValue(instrument, index, position.Size < 0 ? position.EntryPrice : 0, 0, null);
    }

    /// <summary>Black-Scholes before it is rounded; null where it has no value.</summary>
    public double? Price(NaiveInstrument instrument, double index, double volatility)
    {
        double years = Hypercall.Engine.Pricing.BlackScholes.YearsUntil(instrument.Expiry, state.Now);
        return state.Prices.Of(instrument.Key, index, years, volatility);
    }

    public FillGreeks? Greeks(NaiveInstrument instrument)
    {
        BigInteger? index = Index(instrument.Underlying);
        double? volatility = Volatility(instrument);
        if (index is null || volatility is null)
            return null;
        return FillGreeks.TryCompute(
            instrument.Key.Type, (long)index.Value, instrument.Key.Strike.Units, volatility.Value, instrument.Expiry,
            state.Now, out FillGreeks greeks)
            ? greeks
            : null;
    }

    /// <summary>Intrinsic value on the average, else on the last index price.</summary>
    private NaiveValue? Awaiting(NaiveInstrument instrument)
    {
        BigInteger? price = instrument.Average ?? LastIndex(instrument.Underlying);
        return price is null
            ? null
            : new NaiveValue(instrument, price.Value, instrument.Intrinsic(price.Value), 0, null);
    }

    private NaiveValue? Formula(NaiveInstrument instrument, BigInteger? index, double? volatility)
    {
        if (index is null || volatility is null)
            return null;
        double spot = DecimalUnits.ToDouble((long)index.Value);
        if (Price(instrument, spot, volatility.Value) is not double exact)
            return null;
        return new NaiveValue(instrument, index.Value, DecimalUnits.FromDouble(exact), exact, volatility);
    }

    private double? Volatility(NaiveInstrument instrument, List<VolatilitySmile> smiles, long maxAge) =>
        VolatilitySurface.Find(smiles, instrument.Key, instrument.Expiry, state.Now, maxAge);

    private List<VolatilitySmile> Smiles(string underlying) =>
        [.. state.Smiles.Where(s => s.Underlying == underlying).Select(s => s.Smile).OrderBy(s => s.ExpiryDate)];
}
