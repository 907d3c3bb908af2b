using System.Numerics;
using Hypercall.Engine.Greeks;
using Hypercall.Engine.Instruments;

namespace Hypercall.Engine.Tests.Twin;

/// <summary>
/// Index prices, volatilities, marks and greeks as the state has them now, found anew on every question. Formulas of
/// Black-Scholes and of the surface are the engine's: they have a reference table of their own.
/// </summary>
internal sealed class NaivePricing(NaiveState state)
{
    public BigInteger? Index(string underlying)
    {
        if (!state.Indexes.TryGetValue(underlying, out (long Price, long Time) index))
            return null;
        long maxAge = state.Rules.MaxPriceAgeMs;
        return maxAge != 0 && state.Now - index.Time > maxAge ? null : index.Price;
    }

    public double? Volatility(NaiveInstrument instrument)
    {
        List<VolatilitySmile> smiles =
            [.. state.Smiles.Where(s => s.Underlying == instrument.Underlying).Select(s => s.Smile).OrderBy(s => s.ExpiryDate)];
        return VolatilitySurface.Find(
            smiles, instrument.Key, instrument.Expiry, state.Now, state.Rules.MaxPriceAgeMs);
    }

    public BigInteger? Mark(string symbol) => Mark(state.Instrument(symbol)!);

    /// <summary>Intrinsic value on the index while the settlement price is awaited, else Black-Scholes.</summary>
    public BigInteger? Mark(NaiveInstrument instrument)
    {
        BigInteger? index = Index(instrument.Underlying);
        if (index is null)
            return null;
        if (instrument.IsPending)
            return instrument.Intrinsic(index.Value);
        double? volatility = Volatility(instrument);
        return volatility is null ? null : Price(instrument, index.Value, volatility.Value);
    }

    /// <summary>Black-Scholes; null where it has no value.</summary>
    public BigInteger? Price(NaiveInstrument instrument, BigInteger index, double volatility) =>
        FillGreeks.TryMark(
            instrument.Key.Type, (long)index, instrument.Key.Strike.Units, volatility, instrument.Expiry, state.Now,
            out long units)
            ? units
            : null;

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
}
