using Hypercall.Engine.Pricing;

namespace Hypercall.Engine.Modules.Views;

/// <summary>The option chain of an underlying as people and tools read it, at the engine's time.</summary>
internal sealed class ChainViews(EngineState state, OptionValuer valuer, PriceBands bands)
{
    /// <summary>The listed options of an underlying with their best prices and greeks.</summary>
    /// <returns>Null for an underlying that no accepted command named.</returns>
    public ChainView? ViewChain(string underlying)
    {
        if (state.Markets.FindUnderlying(underlying) is not { } found)
            return null;
        ChainOption[] options =
        [
            .. state.Markets.Listed()
                .Where(instrument => instrument.Underlying == found)
                .Select(ViewOption)
                .OrderBy(static option => option.Contract.ExpiryDate)
                .ThenBy(static option => option.Contract.Strike)
                .ThenBy(static option => option.Contract.Type),
        ];
        Price? index = valuer.HasCurrentIndex(found) ? new Price(found.IndexPriceUnits) : null;
        return new ChainView(underlying, index, options);
    }

    private ChainOption ViewOption(Instrument instrument)
    {
        OptionValuation valuation = valuer.Value(instrument);
        (Price? bid, Quantity? bidSize) = ViewBest(instrument, Side.Buy);
        (Price? ask, Quantity? askSize) = ViewBest(instrument, Side.Sell);
        return new ChainOption(
            instrument.Symbol,
            instrument.Parsed.Key,
            instrument.Status,
            bid,
            bidSize,
            ask,
            askSize,
            ViewVolatility(valuation),
            ViewGreeks(instrument),
            instrument.Number,
            instrument.ExpiryMs,
            valuation.HasMark ? new Price(valuation.MarkUnits) : null,
            ViewBound(instrument, Side.Sell),
            ViewBound(instrument, Side.Buy),
            instrument.OpenInterest);
    }

    /// <summary>The volatility that a mark was made from, or null.</summary>
    public static decimal? ViewVolatility(OptionValuation valuation) => valuation.HasMark && !valuation.IsPending
        ? FromUnits(DecimalUnits.FromDouble(valuation.Volatility))
        : null;

    /// <summary>Mark and greeks of one contract, or null.</summary>
    public ChainGreeks? ViewGreeks(Instrument instrument) =>
        valuer.GreeksOf(instrument) is { } greeks ? ViewGreeks(greeks) : null;

    private Price? ViewBound(Instrument instrument, Side side) =>
        bands.BoundUnits(instrument, side) is { } bound && bound >= 0 ? new Price((long)bound) : null;

    private static (Price? Price, Quantity? Size) ViewBest(Instrument instrument, Side side)
    {
        if (instrument.Book.BestPriceUnits(side) is not { } price)
            return (null, null);
        BookSide half = instrument.Book.Half(side);
        return (new Price(price), new Quantity(half[half.Best].QuantityUnits));
    }

    private static ChainGreeks ViewGreeks(in FillGreeks greeks) => new(
        new Price(greeks.MarkUnits),
        FromUnits(greeks.DeltaUnits),
        FromUnits(greeks.GammaUnits),
        FromUnits(greeks.VegaUnits),
        FromUnits(greeks.ThetaUnits));

    private static decimal FromUnits(long units) => units / (decimal)Price.UnitsPerUsdc;
}
